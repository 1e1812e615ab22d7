/* Needs a function that no library has. */
#include "raw_note.h"

POSTPROCESSOR_NOTE("missing_symbol", "1")

extern const docket_table* docket_function_of_no_library(void);

EXPORTED const docket_table* docket_plugin_entry(void) { return docket_function_of_no_library(); }
