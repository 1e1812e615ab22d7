/// What is split: files of annotations, the folders of their pictures, and the pipeline that is to be trained.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <docket/config/config_document.hpp>
#include <docket/folds/image_pool.hpp>
#include <docket/folds/split.hpp>

#include "../command_line.hpp"

namespace docket::kfold {

struct Inputs {
  std::optional<std::filesystem::path> pipeline;
  std::optional<ConfigDocument> config;  // of the pipeline, with the overrides
  std::vector<std::filesystem::path> annotations;
  std::vector<std::filesystem::path> images;  // one for each of annotations; none where nobody named them
};

/// From the words and --images: a .toml file is the pipeline, everything else a file of annotations; without any, the pipeline's
/// data.train. Throws Error(config).
[[nodiscard]] Inputs read_inputs(const CommandLine& line, const std::vector<std::string>& words);

/// Throws Error(data) when pictures are missing, or when a picture stands in two folds by content under two names and
/// data.allow_leakage is off.
void expect_pictures(const Inputs& inputs, const folds::ImagePool& pool, const std::vector<folds::HeldOut>& held_out);

}  // namespace docket::kfold
