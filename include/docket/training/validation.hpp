/// Scores a whole detector on annotated pictures, as prediction would run it.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <docket/data/picture_store.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/score_image.hpp>
#include <docket/evaluation/set_result.hpp>
#include <docket/pipeline/pipeline.hpp>

namespace docket {

/// `go_on` is asked between two pictures; when it says no, the result holds what was done so far. Throws Error(data) for a word
/// that `cleval`'s profile cannot read.
[[nodiscard]] inline SetResult validate(const Pipeline& pipeline, const PictureStore& pictures,
                                        const std::function<bool()>& go_on = [] { return true; }, const ClevalOptions& cleval = {}) {
  SetResult result;
  for (std::size_t i = 0; i < pictures.count() && go_on(); ++i) {
    std::vector<Polygon> found;
    for (Detection& detection : pipeline.detect(pictures.picture(i)).detections) found.push_back(std::move(detection.polygon));
    ImageResult image = score_image(pictures.image(i), found, cleval);
    image.size = pictures.size(i);
    result.add(std::move(image));
  }
  return result;
}

}  // namespace docket
