/// An 8-bit picture becomes the network's input.
#include "cpu.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include <opencv2/imgproc.hpp>

namespace docket::cpu {
namespace {

constexpr int64_t max_side = std::numeric_limits<int32_t>::max() / 4;

bool fits(const docket_placement& p) {
  return p.resized_width > 0 && p.resized_height > 0 && p.pad_left >= 0 && p.pad_top >= 0 && p.input_width <= max_side &&
         p.input_height <= max_side && p.pad_left <= p.input_width - p.resized_width &&
         p.pad_top <= p.input_height - p.resized_height;
}

}  // namespace

int resize_pad_normalize(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes,
                         const docket_placement* placement, const double mean[3], const double std[3], float* out, void*) {
  if (rgb == nullptr || placement == nullptr || mean == nullptr || std == nullptr || out == nullptr) return bad_argument;
  if (height < 1 || width < 1 || height > max_side || width > max_side || row_bytes < 3 * width || !fits(*placement))
    return bad_argument;
  try {
    // 8-bit values: every result is one of 256, so each is computed once, in double.
    std::array<std::array<float, 256>, 3> normalized;
    for (int channel = 0; channel < 3; ++channel) {
      for (int value = 0; value < 256; ++value)
        normalized[channel][value] = static_cast<float>((value / 255.0 - mean[channel]) / std[channel]);
    }
    const cv::Mat given(static_cast<int>(height), static_cast<int>(width), CV_8UC3, const_cast<uint8_t*>(rgb), row_bytes);
    const cv::Size size(placement->resized_width, placement->resized_height);
    cv::Mat resized = given;
    if (given.size() != size) cv::resize(given, resized, size, 0, 0, cv::INTER_LINEAR);

    const int64_t area = int64_t{placement->input_height} * placement->input_width;
    cv::parallel_for_(cv::Range(0, placement->input_height), [&](const cv::Range& rows) {
      for (int y = rows.start; y < rows.end; ++y) {
        float* row[3];
        for (int channel = 0; channel < 3; ++channel) row[channel] = out + channel * area + int64_t{y} * placement->input_width;
        const int source_y = y - placement->pad_top;
        const bool inside = source_y >= 0 && source_y < size.height;
        const int left = inside ? placement->pad_left : placement->input_width;
        for (int channel = 0; channel < 3; ++channel) std::fill_n(row[channel], left, normalized[channel][0]);
        if (!inside) continue;
        const uint8_t* pixel = resized.ptr<uint8_t>(source_y);
        for (int x = 0; x < size.width; ++x, pixel += 3) {
          row[0][left + x] = normalized[0][pixel[0]];
          row[1][left + x] = normalized[1][pixel[1]];
          row[2][left + x] = normalized[2][pixel[2]];
        }
        const int right = left + size.width;
        for (int channel = 0; channel < 3; ++channel)
          std::fill(row[channel] + right, row[channel] + placement->input_width, normalized[channel][0]);
      }
    });
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const cv::Exception& e) {
    return e.code == cv::Error::StsNoMem ? out_of_memory : bad_argument;
  }
  return ok;
}

}  // namespace docket::cpu
