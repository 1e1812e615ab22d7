/// The CPU kernels that table.cpp lists; docket/kernels.h says what each does.
#pragma once

#include <docket/kernels.h>

namespace docket::cpu {

enum Code : int { ok = 0, bad_argument = 1, out_of_memory = 2 };

int text_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, float* prob, float* thresh, float* prob_mask, float* thresh_mask,
                 void* stream);

int hard_negative_bce(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio, double eps,
                      double* loss, float* grad, void* stream);

int resize_pad_normalize(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes,
                         const docket_placement* placement, const double mean[3], const double std[3], float* out,
                         void* stream);

int threshold_map(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh, uint8_t* bitmap,
                  void* stream);

int polygon_scores(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                   double* scores, void* stream);

int warp_affine(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, const double to_source[6], uint8_t* out, int64_t out_height,
                int64_t out_width, int64_t out_row_bytes, void* stream);

int turn_hue(uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, double turn, void* stream);

}  // namespace docket::cpu
