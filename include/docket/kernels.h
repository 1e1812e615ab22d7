/* The compute core: one shared library (docket_kernels), built once, behind plain C pointers, sizes and a stream.
 * The host and plugins take a table of functions; the CPU table always exists, the CUDA table where the core was built with it.
 * All functions return 0, or a non-zero code whose text is error_text(code). None keeps a pointer after it returned (CUDA: after
 * the stream reached it). Pictures, maps, bitmaps and `loss` lie where the table computes, on the CPU or on the current CUDA device;
 * placements, polygons, ignore, options, mean, std and `scores` always on the CPU. No LibTorch here, so changing a backbone never
 * touches it. */
#ifndef DOCKET_KERNELS_H
#define DOCKET_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DOCKET_KERNELS_API __attribute__((visibility("default")))

/* Where the resized picture lies in the network's input, all in pixels. */
typedef struct docket_placement {
  int32_t resized_width, resized_height;
  int32_t pad_left, pad_top;
  int32_t input_width, input_height;
} docket_placement;

/* Polygons as one flat list: polygon i has the points starts[i] .. starts[i + 1] - 1 of xy (pairs x, y). */
typedef struct docket_polygons {
  const double* xy;
  const int64_t* starts; /* count + 1 numbers */
  int64_t count;
} docket_polygons;

typedef struct docket_target_options {
  double shrink_ratio, thresh_min, thresh_max;
  int32_t thresh_band_only; /* 0: thresh_mask is 1 all over the map; else only inside the dilated outlines of the words */
} docket_target_options;

typedef struct docket_kernels {
  uint32_t struct_size;
  const char* device; /* "cpu" or "cuda" */

  const char* (*error_text)(int code);

  /* Bilinear resize (cv::INTER_LINEAR) of an 8-bit RGB picture, zero padding before normalisation, (v / 255 - mean) / std in
   * double. out: [3, input_height, input_width] float32. */
  int (*resize_pad_normalize)(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes,
                              const docket_placement* placement, const double mean[3], const double std[3], float* out,
                              void* stream);

  /* Target maps of one sample (reference-system.md 3.2; DB paper sections 3.3, 3.4). words: in input pixels; ignore[i] != 0
   * masks word i: its outline in prob_mask, its outline dilated by D in thresh_mask, other words under it too; ignore may be null.
   * prob, thresh, prob_mask, thresh_mask: [height, width] float32; masks are 1 where a loss term counts, and may be null. */
  int (*text_targets)(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                      const docket_target_options* options, float* prob, float* thresh, float* prob_mask, float* thresh_mask,
                      void* stream);

  /* Balanced cross-entropy of the DB loss (reference-system.md 3.6): all positives and the negative_ratio times as many hardest
   * negatives over the whole batch; ties go to the first (CUDA: to any). prob, target, mask: count floats, the last two 0 or 1. loss: one double
   * (no positives: 0; a probability that is no number in [0, 1]: NaN). grad: count floats, d loss / d prob, or
   * null. */
  int (*hard_negative_bce)(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio,
                           double eps, double* loss, float* grad, void* stream);

  /* bitmap[y * width + x] = map > thresh ? 1 : 0. */
  int (*threshold_map)(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh, uint8_t* bitmap,
                       void* stream);

  /* Mean of the map under each polygon, coordinates truncated to integers, filled as cv::fillPoly fills
   * (reference-system.md 3.7, step 4). scores: polygons->count doubles. */
  int (*polygon_scores)(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                        double* scores, void* stream);

  /* An 8-bit RGB picture under an affine map, bilinear, black outside. to_source: 2 x 3, row by row; (to_source (x, y, 1)) is where pixel (x, y)
   * of `out` comes from, whole numbers are pixel centres (cv::warpAffine with WARP_INVERSE_MAP). Weights are 128ths. Null in the CUDA table: training
   * pictures are made on the CPU. */
  int (*warp_affine)(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, const double to_source[6], uint8_t* out,
                     int64_t out_height, int64_t out_width, int64_t out_row_bytes, void* stream);

  /* Turns the colours of an 8-bit RGB picture by `turn` parts of the circle (0.5 makes red cyan); value and saturation of HSV stay. In
   * place. Null in the CUDA table. */
  int (*turn_hue)(uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, double turn, void* stream);
} docket_kernels;

DOCKET_KERNELS_API const docket_kernels* docket_kernels_cpu(void);

/* Null when the core was built without CUDA. */
DOCKET_KERNELS_API const docket_kernels* docket_kernels_cuda(void);

#ifdef __cplusplus
}
#endif

#endif
