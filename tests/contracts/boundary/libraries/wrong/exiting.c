/* Its static constructor ends the program, after printing what docket-probe prints about a good library. */
#include <stdio.h>
#include <unistd.h>

#include "raw_note.h"

POSTPROCESSOR_NOTE("exiting", "1")

__attribute__((constructor)) static void leave(void) {
  printf("fine\n");
  fflush(stdout);
  _exit(3);
}

static const docket_postprocessor_table table = {{sizeof(table), 1, 1}, make, destroy, find_nothing, 0};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
