/// Which pixels of a probability map are text.
#include "cpu.hpp"

namespace docket::cpu {

int threshold_map(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh, uint8_t* bitmap, void*) {
  if (map == nullptr || bitmap == nullptr || height < 0 || width < 0 || row_stride < width) return bad_argument;
  for (int64_t y = 0; y < height; ++y) {
    const float* from = map + y * row_stride;
    uint8_t* to = bitmap + y * width;
    for (int64_t x = 0; x < width; ++x) to[x] = from[x] > thresh;
  }
  return ok;
}

}  // namespace docket::cpu
