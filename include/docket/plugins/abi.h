/* The C boundary of docket's plugins, and the whole of it for tier 1 (postprocessors, ensemblers).
 *
 * Every plugin library exports one function, docket_plugin_entry(), and carries an ELF note (plugins/note.hpp) that is read first.
 *
 * Rules of tier 1, which let a binary built today load in every later host of the same major:
 *  - A struct that may grow begins with its size; it grows at its end only, and each growth raises DOCKET_ABI_MINOR.
 *  - The reader of a struct looks at struct_size and takes what lies beyond it as zero or null. So an older plugin's table is
 *    shorter than the host's, a newer plugin's is longer, and both load as long as the functions marked "required" are there.
 *  - A change of meaning, or of anything before the end, raises DOCKET_ABI_MAJOR; other majors are refused.
 *  - Views are borrowed for the length of the call. What a function gives out, it frees: through `release`, called once.
 *  - No exception crosses: a failure is a docket_status.
 * The struct fields are 8-byte friendly, so the layout is the same for every compiler of a 64-bit machine.
 *
 * Minors: 1.0 create, destroy, apply / merge. 1.1 adds use_log. 1.2 adds groups_by_votes. 1.3 adds apply_all. */
#ifndef DOCKET_PLUGINS_ABI_H
#define DOCKET_PLUGINS_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DOCKET_ABI_MAJOR 1
#define DOCKET_ABI_MINOR 3

/* How a call ended. The caller sets struct_size and zeroes the rest. */
typedef struct docket_status {
  uint32_t struct_size;
  int32_t code;        /* 0, or a docket::ErrorKind (exit codes 1 to 5) */
  const char* where;   /* where to look; may be null */
  const char* message; /* what came and what was wanted */
  void* owner;
  void (*release)(struct docket_status* status); /* frees the texts; null when there is nothing to free */
} docket_status;

/* A probability map of somebody else: rows of `width` floats in [0, 1], row_stride floats apart. */
typedef struct docket_map {
  const float* data;
  int64_t height, width, row_stride;
} docket_map;

/* docket::ImageFrame, field by field; all in pixels. */
typedef struct docket_frame {
  uint32_t struct_size;
  int32_t image_width, image_height;
  int32_t resized_width, resized_height;
  int32_t input_width, input_height;
  int32_t map_width, map_height;
  int32_t pad_left, pad_top;
  int32_t inverse_width, inverse_height;
  int32_t inverse_pad_left, inverse_pad_top;
  int32_t reserved;
} docket_frame;

/* Polygon i has the points starts[i] .. starts[i + 1] - 1 of xy (pairs x, y, in image pixels) and scores[i]. */
typedef struct docket_detections {
  const double* xy;
  const int64_t* starts; /* count + 1 numbers */
  const double* scores;  /* count numbers */
  int64_t count;
} docket_detections;

/* What a plugin found. The caller sets struct_size and zeroes the rest; a plugin writes no field that lies beyond struct_size. */
typedef struct docket_findings {
  uint32_t struct_size;
  uint32_t reserved;
  docket_detections detections;
  const char* const* remarks;
  int64_t remark_count;
  void* owner;
  void (*release)(struct docket_findings* findings); /* frees all that is pointed at; null when there is nothing to free */
  const int64_t* groups_by_votes;                    /* since 1.2, of ensemblers: [v] groups of overlapping detections got v votes */
  int64_t groups_by_votes_count;                     /* 0 where nobody votes */
} docket_findings;

/* level: 0 debug, 1 info, 2 warning, 3 error. One line, no newline. [thread-safe] */
typedef void (*docket_log_function)(int level, const char* text, size_t size);

/* What every table begins with. */
typedef struct docket_table {
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;
} docket_table;

/* create() gets the options as a JSON object, checked against the note; null on failure. apply() is thread-safe. */
typedef struct docket_postprocessor_table {
  docket_table head;
  void* (*create)(const char* options, size_t size, docket_status* status);                        /* required */
  void (*destroy)(void* self);                                                                     /* required */
  void (*apply)(const void* self, const docket_map* probability, const docket_frame* frame,        /* required */
                docket_findings* findings, docket_status* status);
  void (*use_log)(docket_log_function log); /* since 1.1; called once, before create() */
  /* since 1.3, may be null: fills *findings[i] as apply(selves[i], ...) does. What these `count` objects of this table have in common may
   * be worked out once. On failure whichever findings have a `release` are released. Thread-safe. */
  void (*apply_all)(const void* const* selves, int64_t count, const docket_map* probability, const docket_frame* frame,
                    docket_findings* const* findings, docket_status* status);
} docket_postprocessor_table;

/* merge() gets one list a member, all of one image; thread-safe. */
typedef struct docket_ensembler_table {
  docket_table head;
  void* (*create)(const char* options, size_t size, docket_status* status);                        /* required */
  void (*destroy)(void* self);                                                                     /* required */
  void (*merge)(const void* self, const docket_detections* members, int64_t member_count,          /* required */
                docket_findings* findings, docket_status* status);
  void (*use_log)(docket_log_function log); /* since 1.1; called once, before create() */
} docket_ensembler_table;

/* Returns the table of the plugin's stage, valid until the program ends. Does nothing else. */
#define DOCKET_ENTRY_NAME "docket_plugin_entry"
typedef const docket_table* (*docket_plugin_entry_function)(void);

#ifdef __cplusplus
}
#endif

#endif
