/* A docket note and a table written by hand, as a plugin in plain C would have them, so that each can be wrong in one place. */
#include <stddef.h>
#include <stdint.h>

#include <docket/plugins/abi.h>

#define EXPORTED __attribute__((visibility("default")))

#define RAW_NOTE(text_)                                                                          \
  static const struct {                                                                          \
    uint32_t name_size, text_size, type;                                                         \
    char name[8];                                                                                \
    char text[(sizeof(text_) + 3) / 4 * 4];                                                      \
  } raw_note __attribute__((section(".note.docket"), used, aligned(4))) = {7, sizeof(text_) - 1, 1, "docket", text_};

#define POSTPROCESSOR_NOTE(name, minor)                                                                                        \
  RAW_NOTE("{\"name\":\"" name "\",\"stage\":\"postprocessor\",\"description\":\"made by hand\",\"api\":[1," minor "],\"tier\":1," \
           "\"options\":[]}")

static inline void* make(const char* options, size_t size, docket_status* status) {
  static int object;
  (void)options, (void)size, (void)status;
  return &object;
}
static inline void destroy(void* self) { (void)self; }
static inline void find_nothing(const void* self, const docket_map* map, const docket_frame* frame, docket_findings* findings,
                                docket_status* status) {
  (void)self, (void)map, (void)frame, (void)findings, (void)status;
}
