#include "score_plan.hpp"

#include <exception>
#include <new>

#include "../cpu/cpu.hpp"
#include "../cpu/polygon_mask.hpp"
#include "../cpu/word_outline.hpp"

namespace docket {

int plan_scores(const docket_polygons* polygons, int64_t height, int64_t width, ScorePlan& plan) {
  if (!well_formed(polygons) || height < 1 || width < 1) return cpu::bad_argument;
  try {
    PolygonMask mask;
    for (int64_t i = 0; i < polygons->count; ++i) {
      plan.first_run.push_back(static_cast<int64_t>(plan.runs.size()));
      const int64_t first = polygons->starts[i], count = polygons->starts[i + 1] - first;
      if (count == 0) continue;
      if (!fill_polygon_mask(polygons->xy + 2 * first, count, height, width, mask)) return cpu::bad_argument;
      add_runs(mask.covered.data(), mask.size.width, mask.size.height, mask.origin.x, mask.origin.y, plan.runs);
    }
    plan.first_run.push_back(static_cast<int64_t>(plan.runs.size()));
  } catch (const std::bad_alloc&) {
    return cpu::out_of_memory;
  } catch (const std::exception&) {
    return cpu::bad_argument;
  }
  return cpu::ok;
}

}  // namespace docket
