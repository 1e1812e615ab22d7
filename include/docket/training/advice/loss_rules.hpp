/// What the training loss says. The marks are reference-system.md row 26 and section 5; where these give no number, ours is
/// named so.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <docket/training/advice/curve.hpp>
#include <docket/training/advice/finding.hpp>

namespace docket::advice {

inline constexpr double loss_mark = 0.5;              // row 26: "train/loss < 0.5 and falling"
inline constexpr double unstable_lr = 7e-4;           // row 53: 7e-4 to 1e-3 is unstable
inline constexpr double balanced_lr = 3e-4;           // row 53: 3e-4 to 5e-4 is balanced
inline constexpr double slow_lr = 2e-4;               // row 53: 1e-4 to 2e-4 is slow
inline constexpr std::size_t oscillation_window = 8;  // ours: epochs or validations looked at together
inline constexpr double loss_swing = 0.10;            // ours: of the window's mean
inline constexpr double loss_rise = 0.20;             // ours: above the lowest loss

/// The guide's bands of a learning rate are about Adam.
[[nodiscard]] inline bool is_adam(const RunHistory& run) {
  return run.optimizer.use != "sgd";
}

/// Section 5, unstable learning rate: 3e-4 becomes 2e-4, in proportion for others; from row 53's unstable band back to balance.
[[nodiscard]] inline double calmer_lr(const RunHistory& run) {
  const double lr = run.optimizer.lr;
  return is_adam(run) && lr >= unstable_lr ? balanced_lr : lr * 2 / 3;
}

[[nodiscard]] inline std::vector<std::string> calmer_run(const RunHistory& run) {
  std::vector<std::string> words = {"optimizer.lr=" + number_text(calmer_lr(run))};
  if (run.schedule.eta_min > 1e-6) words.push_back("schedule.eta_min=1e-6");
  const std::string finder = "docket train " + shell_word((run.folder / "config.toml").string()) + " --find-lr --out lr.png";
  return {new_run(run, "calmer", words), finder + (run.train.max_steps > 0 ? " train.max_steps=100" : "")};
}

/// Finite ones only, with their epochs.
struct LossCurve {
  std::vector<double> values;
  std::vector<std::int64_t> epochs;
};

[[nodiscard]] inline LossCurve loss_curve(const RunHistory& run) {
  LossCurve curve;
  for (const EpochLoss& epoch : run.epochs) {
    if (!std::isfinite(epoch.loss)) continue;
    curve.values.push_back(epoch.loss);
    curve.epochs.push_back(epoch.epoch);
  }
  return curve;
}

[[nodiscard]] inline std::string epochs_text(std::int64_t first, std::int64_t last) {
  return "epochs " + std::to_string(first) + " to " + std::to_string(last);
}

/// "loss-not-finite", "loss-oscillates", "loss-rises", "loss-falls".
inline void judge_loss(const RunHistory& run, std::vector<Finding>& findings) {
  if (run.has_broken_loss) {
    std::vector<std::string> commands = calmer_run(run);
    if (run.train.precision != "fp32") commands[0] += " train.precision=fp32";
    findings.push_back({AdviceLevel::warning,
                        "loss-not-finite",
                        "the loss was no finite number at least once; the learning rate is too high, or the precision too low",
                        {{"lr", run.optimizer.lr}},
                        commands});
  }
  const LossCurve curve = loss_curve(run);
  if (curve.values.size() < 2) return;
  const double first = curve.values.front(), last = curve.values.back();
  const auto lowest = std::min_element(curve.values.begin(), curve.values.end());

  const Stretch swings =
      last_oscillation(curve.values, oscillation_window, [](std::span<const double> part) { return loss_swing * mean(part); });
  const bool rises = rounded(last) >= rounded(*lowest * (1 + loss_rise));
  if (swings.climbs > 0) {
    const bool calm = swings.last + 1 < curve.values.size();
    findings.push_back({AdviceLevel::warning,
                        "loss-oscillates",
                        "in " + epochs_text(curve.epochs[swings.first], curve.epochs[swings.last]) + " the mean loss climbed " +
                            std::to_string(swings.climbs) + " times by a tenth or more" +
                            (calm ? "; it has been calm since" : "") + ". The learning rate, " + number_text(run.optimizer.lr) +
                            ", is too high, or an epoch has too few steps for a mean",
                        {{"climbs", swings.climbs},
                         {"first_epoch", curve.epochs[swings.first]},
                         {"last_epoch", curve.epochs[swings.last]},
                         {"lr", run.optimizer.lr}},
                        calmer_run(run)});
  } else if (rises) {
    findings.push_back({AdviceLevel::warning,
                        "loss-rises",
                        "the mean loss rose from " + score_text(*lowest) + " (epoch " +
                            std::to_string(curve.epochs[static_cast<std::size_t>(lowest - curve.values.begin())]) + ") to " +
                            score_text(last) + ": the learning rate is too high, or a resumed run got other data",
                        {{"lowest", *lowest}, {"last", last}, {"lr", run.optimizer.lr}},
                        calmer_run(run)});
  } else if (last < first) {
    findings.push_back(
        {AdviceLevel::good,
         "loss-falls",
         "an epoch's mean loss fell from " + score_text(first) + " to " + score_text(last) + " (epoch " +
             std::to_string(curve.epochs.back()) + ")" +
             (last < loss_mark ? ", below the guide's mark of 0.5" : "; the guide's mark, on its own receipts, is 0.5"),
         {{"first", first}, {"last", last}, {"mark", loss_mark}}});
  }
}

}  // namespace docket::advice
