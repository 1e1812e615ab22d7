#!/bin/sh
# embed.sh OUT STYLE SCRIPT [LIBRARY]: an assembler file that holds the files' bytes between two symbols each.
set -eu
out=$1
blob() {
  printf '.global docket_report_%s\n.global docket_report_%s_end\ndocket_report_%s:\n' "$1" "$1" "$1"
  [ -z "$2" ] || printf '.incbin "%s"\n' "$(realpath "$2")"
  printf 'docket_report_%s_end:\n.byte 0\n' "$1"
}
{
  printf '.section .rodata\n'
  blob style "$2"
  blob script "$3"
  blob library "${4:-}"
  printf '.section .note.GNU-stack,"",%%progbits\n'
} >"$out"
