#include "raw_note.h"

RAW_NOTE("{\"name\":\"wrong_stage\",\"stage\":\"toaster\",\"description\":\"\",\"api\":[1,1],\"tier\":1,\"options\":[]}")

EXPORTED const docket_table* docket_plugin_entry(void) { return 0; }
