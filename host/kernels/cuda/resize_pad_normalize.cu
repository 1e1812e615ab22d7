// An 8-bit picture becomes the network's input, one thread a pixel.
#include "../shared/linear_resize.hpp"
#include "device.cuh"

namespace docket::cuda {
namespace {

/// Every byte's normalised value, computed once in double as on the CPU. 3 KiB: it travels as a kernel argument.
struct Normalised {
  float value[3][256];
};

__global__ void resize_pad_normalize_kernel(const uint8_t* rgb, int32_t height, int32_t width, int64_t row_bytes,
                                            docket_placement place, Normalised normalised, float* out) {
  const int64_t area = static_cast<int64_t>(place.input_height) * place.input_width;
  for (int64_t i = first_item(); i < area; i += item_stride()) {
    const int32_t x = static_cast<int32_t>(i % place.input_width) - place.pad_left;
    const int32_t y = static_cast<int32_t>(i / place.input_width) - place.pad_top;
    const bool inside = x >= 0 && y >= 0 && x < place.resized_width && y < place.resized_height;
    const LinearTap h = column_tap(inside ? x : 0, place.resized_width, width);
    const LinearTap v = row_tap(inside ? y : 0, place.resized_height, height);
    const uint8_t* top = rgb + v.first * row_bytes;
    const uint8_t* bottom = rgb + v.second * row_bytes;
    for (int channel = 0; channel < 3; ++channel) {
      const int32_t left = 3 * h.first + channel, right = 3 * h.second + channel;
      const uint8_t byte = inside ? linear_mix(h, v, top[left], top[right], bottom[left], bottom[right]) : 0;
      out[channel * area + i] = normalised.value[channel][byte];
    }
  }
}

bool fits(const docket_placement& p) {
  return p.resized_width > 0 && p.resized_height > 0 && p.pad_left >= 0 && p.pad_top >= 0 &&
         p.pad_left <= p.input_width - p.resized_width && p.pad_top <= p.input_height - p.resized_height;
}

}  // namespace

int resize_pad_normalize(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, const docket_placement* placement,
                         const double mean[3], const double std[3], float* out, void* stream) {
  constexpr int64_t max_side = INT32_MAX / 4;
  if (rgb == nullptr || placement == nullptr || mean == nullptr || std == nullptr || out == nullptr) return bad_argument;
  if (height < 1 || width < 1 || height > max_side || width > max_side || row_bytes < 3 * width || !fits(*placement))
    return bad_argument;
  Normalised normalised;
  for (int channel = 0; channel < 3; ++channel) {
    for (int value = 0; value < 256; ++value)
      normalised.value[channel][value] = static_cast<float>((value / 255.0 - mean[channel]) / std[channel]);
  }
  const int64_t area = static_cast<int64_t>(placement->input_height) * placement->input_width;
  resize_pad_normalize_kernel<<<blocks_for(area), threads_per_block, 0, as_stream(stream)>>>(
      rgb, static_cast<int32_t>(height), static_cast<int32_t>(width), row_bytes, *placement, normalised, out);
  return code_of(cudaGetLastError());
}

}  // namespace docket::cuda
