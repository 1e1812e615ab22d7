/// How a pipeline's training samples are made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <docket/data/augment/operations.hpp>
#include <docket/data/sample_loader.hpp>
#include <docket/pipeline/input_options.hpp>
#include <docket/training/options.hpp>

namespace docket {

[[nodiscard]] inline LoaderSettings loader_settings(const TrainOptions& train, const std::vector<AugmentEntry>& augment, const InputOptions& input) {
  LoaderSettings settings;
  settings.geometry = {input.longest_side, train.crop_side, train.crop_shift, train.min_visible};
  settings.augment = make_augment_steps(augment);
  for (std::size_t c = 0; c < 3; ++c) {
    settings.mean[c] = static_cast<float>(input.mean.at(c));
    settings.std[c] = static_cast<float>(input.std.at(c));
  }
  settings.batch_size = train.batch_size;
  settings.workers = train.workers;
  settings.seed = static_cast<std::uint64_t>(train.seed);
  return settings;
}

}  // namespace docket
