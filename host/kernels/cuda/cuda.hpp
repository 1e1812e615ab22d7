/// The CUDA kernels that table.cpp lists; docket/kernels.h says what each does.
#pragma once

#include <docket/kernels.h>

namespace docket::cuda {

/// Codes from first_cuda_error on are cudaError_t.
enum Code : int { ok = 0, bad_argument = 1, out_of_memory = 2, first_cuda_error = 1000 };

/// The runtime's own words for a code from first_cuda_error on.
const char* cuda_error_text(int code);

int resize_pad_normalize(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, const docket_placement* placement,
                         const double mean[3], const double std[3], float* out, void* stream);

int text_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, float* prob, float* thresh, float* prob_mask, float* thresh_mask,
                 void* stream);

int hard_negative_bce(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio, double eps,
                      double* loss, float* grad, void* stream);

int threshold_map(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh, uint8_t* bitmap, void* stream);

int polygon_scores(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                   double* scores, void* stream);

}  // namespace docket::cuda
