/* Its table has a hole where apply() should be. */
#include "raw_note.h"

POSTPROCESSOR_NOTE("null_function", "1")

static const docket_postprocessor_table table = {{sizeof(table), 1, 1}, make, destroy, 0, 0};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
