/// What the course of the H-mean says.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <docket/training/advice/course.hpp>

namespace docket::advice {

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

/// "hmean", "hmean-oscillates", "overfit", "still-rising", "not-converged", "plateau".
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
  } else if (is_early(run)) {
    if (!is_finished(run)) return;  // "unfinished" says it
    const bool nothing = best.hmean <= 0;
    findings.push_back(
        {AdviceLevel::todo,
         "not-converged",
         nothing ? "no validation found a word yet: see that words and target maps are right, then train longer"
                 : "val/hmean, " + best_text + ", is far from the guide's marks and the loss still falls: train longer",
         {{"best", best.hmean}, {"last_loss", loss_at(run, last.step)}},
         {resume(run, longer(run, 1))}});
    if (nothing) {
      const std::string show = "docket data show " + shell_word((run.folder / "config.toml").string()) + " --out sheet.jpg";
      findings.back().commands.insert(findings.back().commands.begin(), show);
    }
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
