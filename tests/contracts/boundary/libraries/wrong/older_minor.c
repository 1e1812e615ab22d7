/* Built against plugin API 1.0: its table ends before use_log. */
#include "raw_note.h"

POSTPROCESSOR_NOTE("older_minor", "0")

static const struct {
  docket_table head;
  void* (*create)(const char*, size_t, docket_status*);
  void (*destroy)(void*);
  void (*apply)(const void*, const docket_map*, const docket_frame*, docket_findings*, docket_status*);
} table = {{sizeof(table), 1, 0}, make, destroy, find_nothing};

/* What lies behind a short table is not the host's to read. */
EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
