/// Scores many postprocess settings on maps that are computed once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include <docket/core/parallel.hpp>
#include <docket/data/picture_store.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/picture_scorer.hpp>
#include <docket/evaluation/set_result.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket {

/// map(i): the map of picture i, [1, 1, h, w] float32; called once a picture, from `threads` threads. `postprocessors` are of one plugin.
/// Returns a result for each, in their order, without the words (500 settings would hold them 500 times). `go_on` is asked between
/// pictures and chunks of settings; when it says no, the results are empty.
[[nodiscard]] inline std::vector<SetResult> score_settings(const std::vector<std::unique_ptr<Postprocessor>>& postprocessors, const PictureStore& pictures,
                                                           const InputOptions& input, const std::function<at::Tensor(std::size_t)>& map, int threads,
                                                           const ClevalOptions& cleval, const std::function<bool()>& go_on) {
  constexpr std::size_t chunk = 512;  // settings whose words are held at once
  std::vector<const Postprocessor*> all;
  for (const auto& one : postprocessors) all.push_back(one.get());
  std::vector<std::vector<ImageResult>> scored(all.size(), std::vector<ImageResult>(pictures.count()));
  for_each_index(pictures.count(), threads, [&](std::size_t i) {
    if (!go_on()) return;
    const ImageFrame frame = make_frame(pictures.size(i), input);
    const at::Tensor probability = map(i);
    PictureScorer scorer(pictures.image(i), cleval);
    for (std::size_t first = 0; first < all.size() && go_on(); first += chunk) {
      const auto some = std::span(all).subspan(first, std::min(chunk, all.size() - first));
      std::vector<PostprocessResult> found = words_of_all(some, probability, frame);
      for (std::size_t p = 0; p < found.size(); ++p) {
        std::vector<Polygon> polygons;
        for (Detection& detection : found[p].detections) polygons.push_back(std::move(detection.polygon));
        const auto [counts, cleval_counts] = scorer.score(polygons);
        scored[first + p][i] = {pictures.image(i).name, counts, cleval_counts};
      }
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
