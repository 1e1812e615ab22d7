/// How a pipeline's training samples are made.
#pragma once

#include <cstddef>
#include <cstdint>

#include <docket/data/augment/operations.hpp>
#include <docket/data/sample_loader.hpp>
#include <docket/training/training_settings.hpp>

namespace docket {

[[nodiscard]] inline LoaderSettings loader_settings(const TrainingSettings& training) {
  const TrainOptions& train = training.train;
  LoaderSettings settings;
  settings.geometry = {training.input.longest_side, train.crop_side, train.crop_shift, train.min_visible};
  settings.longest_side = training.longest_side;
  settings.augment = make_augment_steps(training.augment);
  for (std::size_t c = 0; c < 3; ++c) {
    settings.mean[c] = static_cast<float>(training.input.mean.at(c));
    settings.std[c] = static_cast<float>(training.input.std.at(c));
  }
  settings.batch_size = train.batch_size;
  settings.workers = train.workers;
  settings.seed = static_cast<std::uint64_t>(train.seed);
  return settings;
}

}  // namespace docket
