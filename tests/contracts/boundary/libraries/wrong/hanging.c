/* Its static constructor never comes back. */
#include <unistd.h>

#include "raw_note.h"

POSTPROCESSOR_NOTE("hanging", "1")

__attribute__((constructor)) static void hang(void) {
  for (;;) pause();
}

static const docket_postprocessor_table table = {{sizeof(table), 1, 1}, make, destroy, find_nothing, 0};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
