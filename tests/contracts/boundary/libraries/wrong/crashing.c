/* Its static constructor crashes. */
#include <signal.h>

#include "raw_note.h"

POSTPROCESSOR_NOTE("crashing", "1")

__attribute__((constructor)) static void crash(void) { raise(SIGSEGV); }

static const docket_postprocessor_table table = {{sizeof(table), 1, 1}, make, destroy, find_nothing, 0};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
