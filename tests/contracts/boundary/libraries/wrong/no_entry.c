/* A note, and no entry. */
#include "raw_note.h"

POSTPROCESSOR_NOTE("no_entry", "1")

EXPORTED int some_other_symbol = 1;
