/// Scores many postprocess settings on maps that are computed once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include <docket/core/parallel.hpp>
#include <docket/data/picture_store.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/score_image.hpp>
#include <docket/evaluation/set_result.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket {

/// map(i): the map of picture i, [1, 1, h, w] float32; called once a picture, from `threads` threads. Returns a result for each
/// postprocessor, in their order, without the words (500 settings would hold them 500 times). `go_on` is asked between pictures;
/// when it says no, the results are empty.
[[nodiscard]] inline std::vector<SetResult> score_settings(const std::vector<std::unique_ptr<Postprocessor>>& postprocessors, const PictureStore& pictures,
                                                           const InputOptions& input, const std::function<at::Tensor(std::size_t)>& map, int threads,
                                                           const ClevalOptions& cleval, const std::function<bool()>& go_on) {
  std::vector<std::vector<ImageResult>> scored(postprocessors.size(), std::vector<ImageResult>(pictures.count()));
  for_each_index(pictures.count(), threads, [&](std::size_t i) {
    if (!go_on()) return;
    const ImageFrame frame = make_frame(pictures.size(i), input);
    const at::Tensor probability = map(i);
    for (std::size_t p = 0; p < postprocessors.size() && go_on(); ++p) {
      std::vector<Polygon> found;
      for (Detection& detection : words_in(*postprocessors[p], probability, frame).detections) found.push_back(std::move(detection.polygon));
      ImageResult image = score_image(pictures.image(i), found, cleval);
      scored[p][i] = {std::move(image.name), image.counts, image.cleval};
    }
  });
  std::vector<SetResult> results(postprocessors.size());
  if (!go_on()) return results;
  for (std::size_t p = 0; p < postprocessors.size(); ++p) {
    for (ImageResult& image : scored[p]) results[p].add(std::move(image));
  }
  return results;
}

}  // namespace docket
