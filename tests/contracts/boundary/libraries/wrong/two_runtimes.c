/* Linked to two OpenMP runtimes. */
#include "raw_note.h"

POSTPROCESSOR_NOTE("two_runtimes", "1")

extern int second_openmp_threads(void);

EXPORTED int threads(void) { return second_openmp_threads(); }

static const docket_postprocessor_table table = {{sizeof(table), 1, 1}, make, destroy, find_nothing, 0};

EXPORTED const docket_table* docket_plugin_entry(void) { return &table.head; }
