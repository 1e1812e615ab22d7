/* Built against a plugin API 1.9 that the host does not know: a longer table, a note with a new key. */
#include "raw_note.h"

RAW_NOTE("{\"name\":\"newer_minor\",\"stage\":\"postprocessor\",\"description\":\"made by hand\",\"api\":[1,9],\"tier\":1,"
         "\"options\":[],\"colour\":\"blue\"}")

static void not_known_yet(void) {}

static const struct {
  docket_postprocessor_table known;
  void (*later)(void);
} table = {{{sizeof(table), 1, 9}, make, destroy, find_nothing, 0}, not_known_yet};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.known.head; }
