/// Which step of the guide's plan comes next: reference-system.md rows 30, 37 and 69.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <docket/training/advice/balance_rules.hpp>

namespace docket::advice {

inline constexpr double folds_hmean = 0.965;    // row 69: five folds, then ten-way
inline constexpr double folds_trigger = 0.964;  // row 69: five folds are worth it
inline constexpr double sweep_hmean = 0.963;    // row 69: below, a sweep is mandatory
inline constexpr double model_hmean = 0.961;    // row 69: below after tuned thresholds, another model

/// Row 30's two tries beside 3e-4, 4e-4 and 2.5e-4, in proportion for other rates.
[[nodiscard]] inline std::vector<std::string> two_rates(const RunHistory& run) {
  std::vector<std::string> commands;
  for (const double factor : {4.0 / 3, 2.5 / 3}) {
    const std::string lr = number_text(run.optimizer.lr * factor);
    commands.push_back(new_run(run, "lr" + lr, {"optimizer.lr=" + lr}));
  }
  return commands;
}

/// Five folds of the run's training images, beside it.
[[nodiscard]] inline std::vector<std::string> fold_runs(const RunHistory& run) {
  const std::filesystem::path whole = named_folder(run.folder);
  return {"docket kfold " + shell_word((whole / "config.toml").string()) + " --out " + shell_word(whole.string() + "-folds")};
}

/// Three of row 37's nine, which lie around 0.22 and 0.25; around the run's own thresholds otherwise.
[[nodiscard]] inline std::vector<std::string> threshold_tries(const RunHistory& run) {
  std::vector<std::string> commands;
  for (const auto& [thresh, box] : {std::pair{0.02, 0.0}, std::pair{0.06, 0.0}, std::pair{0.02, 0.05}}) {
    for (const std::string& command : evaluate(run, thresholds(run, thresh, box))) commands.push_back(command);
  }
  return commands;
}

inline void next_phase(const RunHistory& run, double best, std::vector<Finding>& findings) {
  constexpr const char* kfold = " docket kfold deals the training images out, trains each fold and scores what it holds out";
  constexpr const char* sweep = "docket sweep searches by itself (configs/sweeps), two single runs are a beginning";
  Finding finding{AdviceLevel::todo, "next-phase", "val/hmean " + score_text(best), {{"best", best}}};
  if (best >= folds_hmean) {
    finding.text += " is at least 0.965: next come five folds, then the ensemble of ten." + std::string(kfold);
    finding.commands = fold_runs(run);
  } else if (best >= sweep_hmean) {
    finding.text +=
        " lies from 0.963 to 0.965: next comes a sweep of the learning rate, or an ensemble of two models (the guide expects "
        "0.964 to 0.966); " +
        std::string(sweep);
    finding.commands = two_rates(run);
    if (best >= folds_trigger) {
      finding.text += ". From 0.964 on five folds are worth it too." + std::string(kfold);
      for (const std::string& command : fold_runs(run)) finding.commands.push_back(command);
    }
  } else {
    finding.text +=
        " is below 0.963: tune the thresholds first, which needs no training; then the guide demands a sweep of the learning "
        "rate (" +
        std::string(sweep) + ")";
    finding.commands = threshold_tries(run);
    for (const std::string& command : two_rates(run)) finding.commands.push_back(command);
    if (best < model_hmean) {
      const bool deep = run.backbone == "resnet" && (run.variant == "101" || run.variant == "152");
      finding.text +=
          deep ? ". If it stays below 0.961, the guide changes the model; this one is deep already, so change its kind"
               : ". If it stays below 0.961 with tuned thresholds, the guide changes the model to ResNet101";
      finding.commands.push_back(deep ? new_run(run, "b4", {"backbone.use=efficientnet", "backbone.variant=b4"})
                                      : new_run(run, "resnet101", {"backbone.use=resnet", "backbone.variant=101"}));
    }
  }
  findings.push_back(finding);
}

/// "unfinished", "next-phase". A run that still rises or learns gets no next phase, for its own time is not over; one whose
/// scores say nothing gets none either.
inline void judge_next(const RunHistory& run, std::vector<Finding>& findings) {
  const double best = run.validations.empty() ? 0 : rounded(run.validations[best_validation(run)].hmean);
  const bool done = is_finished(run);
  if (!done) {
    const std::int64_t epochs = run.epochs.empty() ? 0 : run.epochs.back().epoch + 1;
    const bool spoilt = overfits(run);
    findings.push_back({AdviceLevel::todo,
                        "unfinished",
                        (run.train.max_steps > 0 ? std::to_string(run.last_step) + " of " + std::to_string(run.train.max_steps) + " steps"
                                                 : std::to_string(epochs) + " of " + std::to_string(run.train.epochs) + " epochs") +
                            " are done" +
                            (spoilt ? ", and it overfits: stop here" : "; go on with it unless it is running now"),
                        {{"epochs_done", epochs}, {"epochs", run.train.epochs}, {"step", run.last_step}},
                        spoilt ? std::vector<std::string>{} : std::vector{resume(run)}});
  }
  if (run.validations.empty() || run.shares_annotations) return;
  if (best >= folds_hmean || (done && !still_rises(run) && !is_early(run))) next_phase(run, best, findings);
}

}  // namespace docket::advice
