/// How sure the map is of each polygon: the mean probability under it.
#include "cpu.hpp"

#include <cstddef>
#include <new>

#include <opencv2/core.hpp>

#include "polygon_mask.hpp"

namespace docket::cpu {

int polygon_scores(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                   double* scores, void*) {
  if (map == nullptr || polygons == nullptr || height < 1 || width < 1 || row_stride < width) return bad_argument;
  if (polygons->count > 0 && (polygons->starts == nullptr || polygons->xy == nullptr || scores == nullptr)) return bad_argument;
  try {
    PolygonMask mask;
    for (int64_t i = 0; i < polygons->count; ++i) {
      const int64_t first = polygons->starts[i], count = polygons->starts[i + 1] - first;
      if (count < 0) return bad_argument;
      scores[i] = 0;
      if (count == 0) continue;
      if (!fill_polygon_mask(polygons->xy + 2 * first, count, height, width, mask)) return bad_argument;
      double sum = 0;
      int64_t inside = 0;
      for (int y = 0; y < mask.size.height; ++y) {
        const uint8_t* covered = mask.covered.data() + std::ptrdiff_t{y} * mask.size.width;
        const float* row = map + (mask.origin.y + y) * row_stride + mask.origin.x;
        for (int x = 0; x < mask.size.width; ++x) {
          inside += covered[x];
          sum += covered[x] != 0 ? row[x] : 0.0;
        }
      }
      if (inside > 0) scores[i] = sum / static_cast<double>(inside);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const cv::Exception&) {
    return bad_argument;
  }
  return ok;
}

}  // namespace docket::cpu
