/// The run that trains a fold: how far it is, and its best checkpoint.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include <docket/training/run_history.hpp>

#include "plan.hpp"

namespace docket::kfold {

enum class FoldState { fresh, begun, finished };

struct FoldRun {
  FoldState state = FoldState::fresh;
  std::optional<ValidationScore> best;  // by checkpoint.monitor, of those whose checkpoint is there
  std::filesystem::path checkpoint;     // of `best`
};

/// Throws Error(config) when the run of that name was trained on anything but the fold's files, or on a part of their images.
[[nodiscard]] FoldRun look_at_run(const Plan& plan, const FoldFiles& fold);

/// The run of every fold, in their order. Throws Error(config) when one is not trained to its end or kept no checkpoint.
[[nodiscard]] std::vector<FoldRun> finished_runs(const Plan& plan);

}  // namespace docket::kfold
