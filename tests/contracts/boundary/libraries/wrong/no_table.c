#include "raw_note.h"

POSTPROCESSOR_NOTE("no_table", "1")

EXPORTED const docket_table* docket_plugin_entry(void) { return 0; }
