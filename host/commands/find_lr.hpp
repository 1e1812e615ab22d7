/// docket train --find-lr: a few steps at rising learning rates, and a picture of the loss over them.
#pragma once

#include <filesystem>

#include <docket/data/picture_store.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/training/training_settings.hpp>

namespace docket {

/// Writes a picture (PNG or JPEG, by its ending) and, beside it, the numbers (.csv). Moves `network`'s weights. Returns the exit code.
int find_learning_rate(Network network, const TrainingSettings& settings, const PictureStore& pictures, const std::filesystem::path& picture);

}  // namespace docket
