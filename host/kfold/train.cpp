/// docket kfold train.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>

#include <docket/core/count_text.hpp>
#include <docket/core/duration_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>

#include "../child.hpp"
#include "fold_run.hpp"
#include "plan.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

std::string four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

std::string best_text(const FoldRun& run) {
  if (!run.best) return "no validation was made";
  return "best val/hmean " + four_digits(run.best->hmean) + " (epoch " + std::to_string(run.best->epoch) + "): " + run.checkpoint.string();
}

/// The child has said already what went wrong.
[[noreturn]] void stop(const Plan& plan, const FoldFiles& fold, int code) {
  throw Error(error_kind_of(code), plan.run_of(fold).string(),
              "the training of fold " + std::to_string(fold.number) + " ended with exit code " + std::to_string(code) + "; go on with: docket kfold train " + plan.folder.string());
}

void tell_scores(const Plan& plan) {
  double sum = 0, squares = 0;
  std::size_t count = 0;
  for (const FoldFiles& fold : plan.folds) {
    const FoldRun run = look_at_run(plan, fold);
    std::cout << "fold " << fold.number << ": " << best_text(run) << "\n";
    if (!run.best) continue;
    sum += run.best->hmean;
    squares += run.best->hmean * run.best->hmean;
    ++count;
  }
  if (count < 2) return;
  const double n = static_cast<double>(count), mean = sum / n;
  std::cout << "mean of " << count << " folds " << four_digits(mean) << ", standard deviation " << four_digits(std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1)))) << "\n";
}

}  // namespace

int train_folds(const fs::path& folder, const std::vector<std::string>& plugin_folders) {
  const Plan plan = read_plan(folder);
  expect_presets(plan);
  std::size_t left = 0;
  for (const FoldFiles& fold : plan.folds) left += look_at_run(plan, fold).state == FoldState::finished ? 0 : 1;

  watch_interrupts();
  const auto began = std::chrono::steady_clock::now();
  const auto elapsed_s = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  std::size_t done = 0;
  for (const FoldFiles& fold : plan.folds) {
    const FoldRun before = look_at_run(plan, fold);
    const std::string name = "fold " + std::to_string(fold.number);
    if (before.state == FoldState::finished) {
      std::cout << name << ": is trained already, " << best_text(before) << "\n";
      continue;
    }
    std::cout << name << ": " << counted(fold.train_images, "image") << " to train, " << grouped(fold.val_images) << " to validate; " << (before.state == FoldState::begun ? "goes on" : "begins") << " as "
              << plan.run_of(fold).string() << "\n";
    std::vector<std::string> words = {"train", fold.preset.string(), "--runs", (plan.folder / "runs").string(), "--name", plan.run_of(fold).filename().string(), "--resume"};
    for (const std::string& plugins : plugin_folders) words.insert(words.end(), {"--plugins", plugins});
    const int code = run_docket(words);
    if (interrupted()) {
      std::cout << "interrupted in " << name << "; go on with: docket kfold train " << plan.folder.string() << "\n";
      return interrupted_exit_code;
    }
    if (code != 0) stop(plan, fold, code);
    const FoldRun after = look_at_run(plan, fold);
    ++done;
    const double spent_s = elapsed_s();
    std::cout << name << ": done, " << best_text(after) << "; " << duration_text(spent_s) << " so far";
    if (done < left) std::cout << ", about " << duration_text(spent_s / static_cast<double>(done) * static_cast<double>(left - done)) << " to go";
    std::cout << "\n";
  }
  std::cout << "\n";
  tell_scores(plan);
  return 0;
}

int train(const CommandLine& line) {
  line.expect_words(2, 2);
  if (!line.overrides().empty())
    throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' comes too late: what all folds are trained with is given to 'docket kfold split'");
  const int code = train_folds(line.words()[1], line.texts("plugins"));
  if (code == 0) std::cout << "next: docket kfold score " << line.words()[1] << "\n";
  return code;
}

}  // namespace docket::kfold
