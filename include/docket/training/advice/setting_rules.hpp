/// What the settings of a run and its validation set say: reference-system.md rows 20 and 53, sections 4.2 and 6.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <docket/training/advice/score_rules.hpp>

namespace docket::advice {

inline constexpr double harmful_decay = 2e-4;      // section 4.2: "wd above 2e-4 harmful"
inline constexpr std::int64_t few_images = 100;    // ours: 62 receipts leave the H-mean open by half a point either way
inline constexpr std::size_t few_validations = 5;  // ours
inline constexpr std::size_t waiting_epochs = 5;   // ours: the last ones, never the first
inline constexpr double much_waiting = 0.10;       // ours

/// Row 53's bands, and what lies between them.
[[nodiscard]] inline std::string lr_band(double lr) {
  if (lr < 1e-4) return "below all bands of the guide";
  if (lr <= slow_lr) return "where the guide calls it slow (1e-4 to 2e-4)";
  if (lr < balanced_lr) return "between the guide's slow and balanced bands";
  if (lr <= 5e-4) return "where the guide calls it balanced (3e-4 to 5e-4)";
  if (lr < unstable_lr) return "between the guide's balanced and unstable bands";
  if (lr <= 1e-3) return "where the guide calls it unstable (7e-4 to 1e-3)";
  return "above all bands of the guide";
}

/// "learning-rate", "weight-decay", "schedule". `shaky`: loss or H-mean oscillates or the loss rises.
inline void judge_rates(const RunHistory& run, bool shaky, std::vector<Finding>& findings) {
  const double lr = run.optimizer.lr;
  if (is_adam(run)) {
    const bool high = lr >= unstable_lr, low = lr <= slow_lr,
               stuck =
                   !run.validations.empty() && stands_still(run) && run.validations[best_validation(run)].hmean <= good_hmean;
    const std::string text = "the learning rate, " + number_text(lr) + ", lies " + lr_band(lr);
    if (high && shaky) {
      findings.push_back({AdviceLevel::warning,
                          "learning-rate",
                          text + ", and the run is not steady: lower it",
                          {{"lr", lr}},
                          calmer_run(run)});
    } else if (low && (stuck || (is_finished(run) && still_rises(run)))) {
      findings.push_back({AdviceLevel::warning,
                          "learning-rate",
                          text + ", and the run did not get there in its time: raise it",
                          {{"lr", lr}},
                          {new_run(run, "faster", {"optimizer.lr=" + number_text(balanced_lr)})}});
    } else if (!shaky) {
      findings.push_back({AdviceLevel::good,
                          "learning-rate",
                          text + (lr >= balanced_lr && lr <= 5e-4 ? "" : "; nothing in this run speaks against it"),
                          {{"lr", lr}}});
    }
  }
  // adamw applies the decay apart from the gradient, where other values are usual.
  if ((run.optimizer.use == "adam" || run.optimizer.use == "radam") && run.optimizer.weight_decay > harmful_decay) {
    findings.push_back({AdviceLevel::warning,
                        "weight-decay",
                        "the weight decay, " + number_text(run.optimizer.weight_decay) +
                            ", is above 2e-4, which harmed the guide's sweep; its best lay at 6e-5 to 1.2e-4",
                        {{"weight_decay", run.optimizer.weight_decay}},
                        {new_run(run, "decay", {"optimizer.weight_decay=1e-4"})}});
  }
  if (run.schedule.use == "cosine" && run.schedule.t_max > 0 && run.schedule.t_max != run.train.epochs) {
    const bool again = run.schedule.t_max < run.train.epochs;
    findings.push_back(
        {AdviceLevel::warning,
         "schedule",
         "schedule.t_max is " + std::to_string(run.schedule.t_max) + " for " + std::to_string(run.train.epochs) + " epochs: " +
             (again ? "the learning rate rises again after it" : "the learning rate never comes down to schedule.eta_min"),
         {{"t_max", run.schedule.t_max}, {"epochs", run.train.epochs}},
         {new_run(run, "schedule", {"schedule.t_max=" + std::to_string(run.train.epochs)})}});
  }
}

[[nodiscard]] inline std::vector<std::string> more_workers(const RunHistory& run) {
  return {"train.workers=" + std::to_string(run.train.workers * 2)};
}

/// "no-validation", "not-held-out", "few-validations", "few-validation-images", "waiting-for-data".
inline void judge_evidence(const RunHistory& run, std::vector<Finding>& findings) {
  if (!run.has_validation_data) {
    findings.push_back({AdviceLevel::warning,
                        "no-validation",
                        "the pipeline names no data.val, so nothing but the loss can be judged",
                        nlohmann::json::object(),
                        {new_run(run, "validated", {"data.val.annotations=FILE", "data.val.images=DIR"})}});
  } else if (run.validations.size() < few_validations) {
    const bool seldom = run.train.validate_every > 1;
    findings.push_back({AdviceLevel::warning,
                        "few-validations",
                        (run.validations.size() == 1 ? "there is 1 validation" : "there are " + std::to_string(run.validations.size()) + " validations") +
                            ": advice on plateau, overfit and oscillation is weak below " +
                            std::to_string(few_validations),
                        {{"validations", run.validations.size()}, {"validate_every", run.train.validate_every}},
                        !seldom            ? std::vector<std::string>{}
                        : is_finished(run) ? std::vector{new_run(run, "validated", {"train.validate_every=1"})}
                                           : std::vector{resume(run, {"train.validate_every=1"})}});
  }
  if (run.shares_annotations) {
    findings.push_back(
        {AdviceLevel::warning,
         "not-held-out",
         "training and validation read an annotation file of the same content: the scores say nothing about other pictures",
         nlohmann::json::object(),
         {"docket data check " + shell_word((run.folder / "config.toml").string())}});
  } else if (run.validation_images > 0 && run.validation_images < few_images) {
    findings.push_back({AdviceLevel::warning,
                        "few-validation-images",
                        std::to_string(run.validation_images) + " validation images tell the H-mean to a point at best; marks "
                                                                "that lie two tenths apart cannot be told from each other. "
                                                                "'docket evaluate' prints the interval",
                        {{"images", run.validation_images}},
                        evaluate(run, {})});
  }
  // The first epoch reads every picture from its file, and what was long ago may have been cured since.
  const std::size_t shares = run.waiting_shares.size(), counted = std::min<std::size_t>(shares, waiting_epochs);
  const double share = shares < 2 ? 0 : mean(std::span(run.waiting_shares).last(std::min(counted, shares - 1)));
  if (share >= much_waiting) {
    findings.push_back({AdviceLevel::warning,
                        "waiting-for-data",
                        std::to_string(static_cast<int>(share * 100 + 0.5)) +
                            " % of the last epochs' time went into waiting for data: more threads prepare batches faster, more "
                            "memory keeps decoded pictures",
                        {{"share", share}},
                        {(is_finished(run) ? new_run(run, "workers", more_workers(run)) : resume(run, more_workers(run)))}});
  }
}

}  // namespace docket::advice
