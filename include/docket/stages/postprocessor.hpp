/// The postprocessor contract: a probability map -> words. Tier 1: crosses the library boundary as C (plugins/abi.h), so this
/// header needs no LibTorch and a built plugin outlives host builds.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <docket/core/export.hpp>
#include <docket/core/image_frame.hpp>
#include <docket/core/polygon.hpp>

namespace docket {

/// A probability map that somebody else owns: `height` rows of `width` floats in [0, 1], `row_stride` floats apart.
struct MapView {
  const float* data = nullptr;
  int height = 0;
  int width = 0;
  std::ptrdiff_t row_stride = 0;
};

struct PostprocessResult {
  /// In image pixels, in the postprocessor's order (db: best score first).
  std::vector<Detection> detections;
  /// What the user should know about this map ("1,204 contours, the cap max_candidates = 1000 was hit"), one line each.
  std::vector<std::string> remarks;
};

class DOCKET_API Postprocessor {
 public:
  static constexpr const char* stage = "postprocessor";
  virtual ~Postprocessor() = default;

  /// `probability` has the size `frame.map`.  [thread-safe]
  [[nodiscard]] virtual PostprocessResult apply(MapView probability, const ImageFrame& frame) const = 0;

  /// What apply() of each of `all` gives, in their order; they are of this object's class and differ in their options. `docket tune` asks for
  /// hundreds of them on one map: worth overriding where they share work.  [thread-safe]
  [[nodiscard]] virtual std::vector<PostprocessResult> apply_all(std::span<const Postprocessor* const> all, MapView probability, const ImageFrame& frame) const {
    std::vector<PostprocessResult> results;
    for (const Postprocessor* one : all) results.push_back(one->apply(probability, frame));
    return results;
  }
};

}  // namespace docket
