/// DIR/kfold.json: what a split was made of and which files are which fold's.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../command_line.hpp"

namespace docket::kfold {

/// One fold; paths begin with the split's folder.
struct FoldFiles {
  std::size_t number = 0;
  std::filesystem::path train, val;  // annotations
  std::filesystem::path preset;      // empty where the split was made without a pipeline
  std::string train_sha256, val_sha256;
  std::size_t train_images = 0, val_images = 0;
};

struct Plan {
  std::filesystem::path folder;
  std::string run_stem;  // runs are <run_stem>_fold<i>
  nlohmann::json settings;
  std::vector<FoldFiles> folds;

  [[nodiscard]] std::filesystem::path run_of(const FoldFiles& fold) const {
    return folder / "runs" / (run_stem + "_fold" + std::to_string(fold.number));
  }
};

inline constexpr const char* plan_file = "kfold.json";

/// What is written into kfold.json.
[[nodiscard]] nlohmann::json plan_json(const Plan& plan);

/// Reads DIR/kfold.json and holds the folds against it: every file as it was made, every preset with its own fold's annotations, no
/// image in two validation sets. Throws Error(config) when `folder` is no split or something was changed since.
[[nodiscard]] Plan read_plan(const std::filesystem::path& folder);

/// Throws Error(config) where the split was made without a pipeline.
void expect_presets(const Plan& plan);

/// Trains every fold that is not yet, `jobs` at a time, and tells their scores. Returns the exit code.
[[nodiscard]] int train_folds(const std::filesystem::path& folder, const std::vector<std::string>& plugin_folders, int jobs);

/// --jobs
[[nodiscard]] int jobs_of(const CommandLine& line);

/// Predicts what each fold holds out with its best checkpoint and scores it all as one. Returns the exit code.
[[nodiscard]] int score_folds(const std::filesystem::path& folder, const std::vector<std::string>& plugin_folders);

/// The verbs; `all` is split, train and score, and goes on with a split that is there.
int split(const CommandLine& line);
int train(const CommandLine& line);
int score(const CommandLine& line);
int predict(const CommandLine& line);
int all(const CommandLine& line);

}  // namespace docket::kfold
