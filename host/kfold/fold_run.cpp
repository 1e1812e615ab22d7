#include "fold_run.hpp"

#include <fstream>

#include <docket/core/error.hpp>
#include <docket/training/run_history_file.hpp>

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

/// The manifest says what was really read, not what somebody meant to set.
void expect_data(const fs::path& run, const nlohmann::json& part, const char* split, const fs::path& annotations, const std::string& sha256, std::size_t images) {
  const nlohmann::json sets = part.value("data", nlohmann::json::object()).value(split, nlohmann::json::array());
  const bool same = sets.size() == 1 && sets[0].value("sha256", "") == sha256;
  if (!same) throw Error(ErrorKind::config, run.string(), std::string("its data.") + split + " was not " + annotations.string() + "; move this run away, or make the folds in another folder");
  if (const std::size_t read = sets[0].value("image_count", std::size_t{0}); read != images)
    throw Error(ErrorKind::data, run.string(), "read " + std::to_string(read) + " of the " + std::to_string(images) + " images of " + annotations.string());
}

}  // namespace

FoldRun look_at_run(const Plan& plan, const FoldFiles& fold) {
  FoldRun run;
  const fs::path folder = plan.run_of(fold);
  if (std::error_code ignored; !fs::is_regular_file(folder / "config.toml", ignored)) return run;
  run.state = FoldState::begun;
  std::ifstream file(folder / "manifest.json");
  const nlohmann::json manifest = nlohmann::json::parse(file, nullptr, false);
  if (manifest.is_object() && manifest.contains("begun")) {
    expect_data(folder, manifest["begun"], "train", fold.train, fold.train_sha256, fold.train_images);
    expect_data(folder, manifest["begun"], "val", fold.val, fold.val_sha256, fold.val_images);
  }
  if (std::error_code ignored; !fs::is_regular_file(folder / "metrics.jsonl", ignored) || fs::file_size(folder / "metrics.jsonl", ignored) == 0) return run;
  const RunHistory history = read_run_history(folder);
  if (is_finished(history)) run.state = FoldState::finished;
  for (const ValidationScore& score : history.validations) {
    if (!score.checkpoint.empty() && (!run.best || score.monitored > run.best->monitored)) run.best = score;
  }
  if (run.best) run.checkpoint = folder / "checkpoints" / run.best->checkpoint;
  return run;
}

std::vector<FoldRun> finished_runs(const Plan& plan) {
  std::vector<FoldRun> runs;
  for (const FoldFiles& fold : plan.folds) {
    runs.push_back(look_at_run(plan, fold));
    if (runs.back().state == FoldState::finished && runs.back().best) continue;
    throw Error(ErrorKind::config, plan.run_of(fold).string(),
                "fold " + std::to_string(fold.number) + (runs.back().state == FoldState::finished ? " has no checkpoint with a validation" : " is not trained yet; docket kfold train " + plan.folder.string()));
  }
  return runs;
}

}  // namespace docket::kfold
