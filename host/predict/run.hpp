/// `docket predict`, once its words are understood.
#pragma once

#include <filesystem>
#include <span>

#include <docket/data/input_list.hpp>
#include <docket/pipeline/pipeline.hpp>

namespace docket {

struct PredictRun {
  std::filesystem::path out;
  bool quiet = false;
  bool scores = false;
  bool overlays = true;
};

/// Predicts every picture and writes the results. Returns the exit code: 0, 4 when a picture failed, 130 when interrupted.
[[nodiscard]] int run_prediction(const Pipeline& pipeline, std::span<const ImageInput> pictures, const PredictRun& run);

}  // namespace docket
