/* Its table lacks apply(). */
#include "raw_note.h"

POSTPROCESSOR_NOTE("short_table", "1")

static const struct {
  docket_table head;
  void* (*create)(const char*, size_t, docket_status*);
  void (*destroy)(void*);
} table = {{sizeof(table), 1, 1}, make, destroy};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
