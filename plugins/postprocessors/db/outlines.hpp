/// Where text is in a map at a threshold, found once for all settings that ask for the same.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/kernels.h>
#include <docket/core/error.hpp>
#include <docket/stages/postprocessor.hpp>

#include "components.hpp"
#include "options.hpp"

namespace docket::db {

using Contour = std::vector<cv::Point>;

/// The options that decide about outlines.
struct OutlineKey {
  float thresh;
  bool holes;
  bool hulls;  // no more than the hull of each is needed

  explicit OutlineKey(const Options& options)
      : thresh(static_cast<float>(options.thresh)), holes(options.holes), hulls(options.mode == "box" && !options.holes) {}
  auto operator<=>(const OutlineKey&) const = default;
};

/// The outlines in one map, in scan order. Without holes: outer borders only, those of islands inside a hole included.
class Outlines {
 public:
  /// `map` must outlive it; `keys` are all that will be asked for.
  Outlines(MapView map, std::span<const OutlineKey> keys, const docket_kernels& kernels) : map_(map), kernels_(kernels) {
    for (const OutlineKey& key : keys) {
      if (key.hulls && (!lowest_ || key.thresh < *lowest_)) lowest_ = key.thresh;
    }
  }

  /// Throws Error(other) where the kernels fail.
  [[nodiscard]] const std::vector<Contour>& at(const OutlineKey& key) {
    const auto [found, fresh] = known_.try_emplace(key);
    if (fresh) found->second = key.hulls ? hulls(key.thresh) : contours(key);
    return found->second;
  }

 private:
  [[nodiscard]] std::vector<Contour> hulls(float thresh) {
    if (!text_) text_ = runs_above(map_, *lowest_, whole_rows(map_), kernels_);
    return component_hulls(thresh == *lowest_ ? *text_ : runs_above(map_, thresh, *text_, kernels_));
  }

  [[nodiscard]] std::vector<Contour> contours(const OutlineKey& key) const {
    cv::Mat bitmap(map_.height, map_.width, CV_8UC1);
    const int code = kernels_.threshold_map(map_.data, map_.height, map_.width, map_.row_stride, key.thresh, bitmap.data, nullptr);
    if (code != 0) throw Error(ErrorKind::other, "postprocessor 'db'", kernels_.error_text(code));
    std::vector<Contour> found;
    if (key.holes) {
      cv::findContours(bitmap, found, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
      return found;
    }
    std::vector<cv::Vec4i> hierarchy;
    cv::findContours(bitmap, found, hierarchy, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
    std::vector<Contour> outer;
    constexpr int parent = 3;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (hierarchy[i][parent] < 0) outer.push_back(std::move(found[i]));
    }
    return outer;
  }

  MapView map_;
  const docket_kernels& kernels_;
  std::optional<float> lowest_;  // threshold of the keys that ask for hulls
  std::optional<Runs> text_;     // at that threshold
  std::map<OutlineKey, std::vector<Contour>> known_;
};

}  // namespace docket::db
