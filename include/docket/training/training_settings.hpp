/// Everything a pipeline says about training, read and checked together.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/data/augment/read_augment.hpp>
#include <docket/pipeline/input_options.hpp>
#include <docket/stages/head.hpp>
#include <docket/training/name_rules.hpp>
#include <docket/training/options.hpp>
#include <docket/training/progressive_resolution.hpp>

namespace docket {

/// All sections that training reads beside the stages.
struct TrainingSettings {
  TrainOptions train;
  std::vector<AugmentEntry> augment;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  CheckpointOptions checkpoint;
  InputOptions input;
  ResolutionSteps longest_side;
};

/// Throws Error(config) at the line of a wrong value.
[[nodiscard]] inline TrainingSettings read_training_settings(const ConfigDocument& config) {
  TrainingSettings settings{config.read("train", train_schema),         read_augment(config),
                            config.read("optimizer", optimizer_schema), config.read("schedule", schedule_schema),
                            config.read("checkpoint", checkpoint_schema), config.read("input", input_options), {}};
  if (settings.train.crop_side % settings.input.stride != 0) {
    throw Error(ErrorKind::config, config.origin("train.crop_side").where(),
                "'crop_side' is " + std::to_string(settings.train.crop_side) + ", must be a multiple of input.stride, " +
                    std::to_string(settings.input.stride));
  }
  if (settings.train.crop_side == 0 && settings.input.longest_side % settings.input.stride != 0) {
    throw Error(ErrorKind::config, config.origin("input.longest_side").where(),
                "'longest_side' is " + std::to_string(settings.input.longest_side) + ", must be a multiple of input.stride, " +
                    std::to_string(settings.input.stride) + ", where train.crop_side is 0");
  }
  settings.longest_side = read_resolution_steps(settings.train.longest_side, settings.train.crop_side == 0 ? settings.input.stride : 1,
                                                config.origin("train.longest_side").where());
  return settings;
}

/// train.freeze: a weight is frozen while the epoch is less than the rule's number. Throws Error(config) at a rule for no weight.
[[nodiscard]] inline NameRules freeze_rules(const TrainingSettings& settings, const NamedTensors& parameters) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : parameters) names.push_back(name);
  return {"train.freeze", settings.train.freeze, std::numeric_limits<double>::infinity(), names};
}

}  // namespace docket
