/// The course of a run: does its H-mean rise, fall or stand still? reference-system.md rows 21 and 26; where these give no
/// number, ours is named so.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <docket/training/advice/loss_rules.hpp>

namespace docket::advice {

inline constexpr double good_hmean = 0.960;            // row 26: "val/hmean > 0.960"
inline constexpr std::int64_t plateau_epoch = 10;      // row 26: "plateau after epoch 10"
inline constexpr std::size_t patience = 5;             // row 21: early stop, in validations
inline constexpr double plateau_gain = 0.001;          // ours
inline constexpr double rising_gain = 0.003;           // ours: over the last three validations
inline constexpr double overfit_drop = 0.005;          // ours: below the best
inline constexpr std::size_t overfit_validations = 3;  // ours: all below the best
inline constexpr double overfit_loss = 0.02;           // ours: how much the loss fell meanwhile
inline constexpr double hmean_swing = 0.010;           // ours: as wide as row 26's good precision-recall gap
inline constexpr double early_hmean = 0.90;            // ours: ResNet18's was there after 3 of 24 epochs (section 4.3)
inline constexpr double falling_loss = 0.03;           // ours
inline constexpr double settled_share = 0.9;           // ours: swings count once the H-mean came this near to the best

[[nodiscard]] inline std::vector<double> hmeans(const RunHistory& run) {
  std::vector<double> values;
  for (const ValidationScore& score : run.validations) values.push_back(score.hmean);
  return values;
}

/// The first of the best ones.
[[nodiscard]] inline std::size_t best_validation(const RunHistory& run) {
  const std::vector<double> values = hmeans(run);
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

/// The last validation is the best, and clearly better than three before (or the first, where there are fewer).
[[nodiscard]] inline bool still_rises(const RunHistory& run) {
  const std::size_t count = run.validations.size();
  if (count < 2 || best_validation(run) + 1 != count) return false;
  const double before = run.validations[count > 3 ? count - 4 : 0].hmean;
  return rounded(run.validations.back().hmean - before) >= rising_gain;
}

[[nodiscard]] inline double loss_at(const RunHistory& run, std::int64_t step) {
  for (const EpochLoss& epoch : run.epochs) {
    if (epoch.step == step) return epoch.loss;
  }
  return std::nan("");
}

/// Train loss falls while the H-mean falls.
[[nodiscard]] inline bool overfits(const RunHistory& run) {
  const std::size_t count = run.validations.size(), best = count == 0 ? 0 : best_validation(run);
  if (count < best + 1 + overfit_validations) return false;
  const ValidationScore &top = run.validations[best], &last = run.validations.back();
  const double then = loss_at(run, top.step), now = loss_at(run, last.step);
  return rounded(top.hmean - last.hmean) >= overfit_drop && now <= then * (1 - overfit_loss);
}

/// The best of the last five validations is hardly above the best before them.
[[nodiscard]] inline bool stands_still(const RunHistory& run) {
  const std::vector<double> values = hmeans(run);
  if (values.size() <= patience || run.validations.back().epoch < plateau_epoch) return false;
  const auto split = values.end() - static_cast<std::ptrdiff_t>(patience);
  return rounded(*std::max_element(split, values.end()) - *std::max_element(values.begin(), split)) <= plateau_gain;
}

/// The loss still falls at the end, over three epochs (or since the first, where there are fewer).
[[nodiscard]] inline bool loss_still_falls(const RunHistory& run) {
  const std::vector<double> losses = loss_curve(run).values;
  return losses.size() > 1 && losses.back() <= losses[losses.size() > 3 ? losses.size() - 4 : 0] * (1 - falling_loss);
}

/// Far from any mark of the guide, and either nothing is found yet or the loss still falls.
[[nodiscard]] inline bool is_early(const RunHistory& run) {
  if (run.validations.empty()) return false;
  const double best = run.validations[best_validation(run)].hmean;
  return best <= 0 || (rounded(best) < early_hmean && loss_still_falls(run));
}

/// The run's own epochs and `share` of them again.
[[nodiscard]] inline std::vector<std::string> longer(const RunHistory& run, double share = 0.5) {
  const auto part = [&](std::int64_t whole) { return static_cast<std::int64_t>(share * static_cast<double>(whole)); };
  const std::int64_t done = run.epochs.empty() ? run.train.epochs : run.epochs.back().epoch + 1;
  const std::int64_t epochs =
      std::max<std::int64_t>(done + std::max<std::int64_t>(part(done), 2), run.train.max_steps > 0 ? run.train.epochs : 0);
  std::vector<std::string> words = {"train.epochs=" + std::to_string(epochs)};
  if (run.train.max_steps > 0) words.push_back("train.max_steps=" + std::to_string(run.last_step + part(run.last_step)));
  if (run.schedule.use == "cosine" && run.schedule.t_max > 0) words.push_back("schedule.t_max=" + std::to_string(epochs));
  return words;
}

}  // namespace docket::advice
