/// What the course of the H-mean says: reference-system.md rows 21 and 26; where these give no number, ours is named so.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
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

/// The run's own epochs half as many again.
[[nodiscard]] inline std::vector<std::string> longer(const RunHistory& run) {
  const std::int64_t done = run.epochs.empty() ? run.train.epochs : run.epochs.back().epoch + 1;
  const std::int64_t epochs =
      std::max<std::int64_t>(done + std::max<std::int64_t>(done / 2, 2), run.train.max_steps > 0 ? run.train.epochs : 0);
  std::vector<std::string> words = {"train.epochs=" + std::to_string(epochs)};
  if (run.train.max_steps > 0) words.push_back("train.max_steps=" + std::to_string(run.last_step + run.last_step / 2));
  if (run.schedule.use == "cosine" && run.schedule.t_max > 0) words.push_back("schedule.t_max=" + std::to_string(epochs));
  return words;
}

inline void judge_swings(const RunHistory& run, std::vector<Finding>& findings) {
  std::vector<double> falls;  // upside down, so that a fall is a climb
  std::vector<std::int64_t> epochs;
  const double near = settled_share * run.validations[best_validation(run)].hmean;
  for (const ValidationScore& score : run.validations) {
    if (falls.empty() && score.hmean < near) continue;
    falls.push_back(-score.hmean);
    epochs.push_back(score.epoch);
  }
  const Stretch swings = last_oscillation(falls, oscillation_window, [](auto) { return hmean_swing - 1e-9; });
  if (swings.climbs == 0) return;
  const bool calm = swings.last + 1 < falls.size();
  findings.push_back({AdviceLevel::warning,
                      "hmean-oscillates",
                      "between epochs " + std::to_string(epochs[swings.first]) + " and " + std::to_string(epochs[swings.last]) +
                          " val/hmean fell " + std::to_string(swings.climbs) + " times by a point or more" +
                          (calm ? "; it has been calm since" : "") + ". The learning rate, " + number_text(run.optimizer.lr) +
                          ", is too high, or there are too few validation images",
                      {{"falls", swings.climbs},
                       {"first_epoch", epochs[swings.first]},
                       {"last_epoch", epochs[swings.last]},
                       {"lr", run.optimizer.lr}},
                      calmer_run(run)});
}

/// "hmean", "hmean-oscillates", "overfit", "plateau", "still-rising".
inline void judge_scores(const RunHistory& run, std::vector<Finding>& findings) {
  if (run.validations.empty()) return;
  const ValidationScore &best = run.validations[best_validation(run)], &last = run.validations.back();
  const std::string best_text = score_text(best.hmean) + " (epoch " + std::to_string(best.epoch) + ")";
  if (rounded(best.hmean) > good_hmean) {
    findings.push_back({AdviceLevel::good,
                        "hmean",
                        "the best val/hmean is " + best_text + ", above the guide's 0.960",
                        {{"best", best.hmean}, {"mark", good_hmean}}});
  }
  judge_swings(run, findings);
  if (overfits(run)) {
    findings.push_back({AdviceLevel::warning,
                        "overfit",
                        "val/hmean fell from " + best_text + " to " + score_text(last.hmean) + " while the loss fell from " +
                            score_text(loss_at(run, best.step)) + " to " + score_text(loss_at(run, last.step)) +
                            ". Use the best checkpoint; more data or stronger augmentation help, longer training does not",
                        {{"best", best.hmean},
                         {"last", last.hmean},
                         {"loss_then", loss_at(run, best.step)},
                         {"loss_now", loss_at(run, last.step)}},
                        {new_run(run, "early-stop", {"train.early_stop=" + std::to_string(patience)})}});
  } else if (still_rises(run)) {
    const bool done = is_finished(run);
    findings.push_back({done ? AdviceLevel::todo : AdviceLevel::good,
                        "still-rising",
                        "val/hmean was still rising at the end, " + score_text(last.hmean) + " after epoch " +
                            std::to_string(last.epoch) +
                            (done ? ": not converged yet, train longer" +
                                        std::string(run.schedule.use == "constant"
                                                        ? ""
                                                        : " (the rate starts again from where the longer schedule has it)")
                                  : ": as it should be"),
                        {{"last", last.hmean}, {"epoch", last.epoch}},
                        done ? std::vector{resume(run, longer(run))} : std::vector<std::string>{}});
  } else if (stands_still(run)) {
    const bool low = rounded(best.hmean) <= good_hmean, slow = is_adam(run) && run.optimizer.lr <= slow_lr;
    Finding finding{low ? AdviceLevel::warning : AdviceLevel::good,
                    "plateau",
                    "the last " + std::to_string(patience) +
                        " validations are at most a tenth of a point above the best before them, " + best_text,
                    {{"best", best.hmean}, {"validations", patience}, {"lr", run.optimizer.lr}}};
    if (!low) {
      finding.text += ": converged";
    } else if (slow) {
      finding.text += ". The learning rate, " + number_text(run.optimizer.lr) + ", lies where the guide calls it too slow";
      finding.commands = {new_run(run, "faster", {"optimizer.lr=" + number_text(balanced_lr)})};
    } else {
      finding.text +=
          ". The learning rate, " + number_text(run.optimizer.lr) + ", is not low, so look at the data and at what is missed";
      finding.commands = {"docket data check " + shell_word((run.folder / "config.toml").string())};
      for (const std::string& command : evaluate(run, {})) finding.commands.push_back(command + " --worst 20");
    }
    findings.push_back(finding);
  }
}

}  // namespace docket::advice
