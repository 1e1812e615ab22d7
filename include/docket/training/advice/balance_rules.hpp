/// Precision against recall, and the thresholds that move them without training: reference-system.md rows 26, 36, 38 and 53.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <docket/training/advice/score_rules.hpp>

namespace docket::advice {

inline constexpr double good_gap = 0.010;                     // row 26
inline constexpr double bad_gap = 0.020;                      // row 26
inline constexpr double thresh_step = 0.02, box_step = 0.03;  // row 38: the spacing of its grid

/// The run's thresholds, the db postprocessor's own where the pipeline sets none, moved.
[[nodiscard]] inline std::vector<std::string> thresholds(const RunHistory& run, double thresh_more, double box_more) {
  const auto moved = [](double from, double by) { return std::clamp(std::round((from + by) * 1000) / 1000, 0.05, 0.95); };
  return {"postprocess.thresh=" + number_text(moved(run.thresh.value_or(0.3), thresh_more)),
          "postprocess.box_thresh=" + number_text(moved(run.box_thresh.value_or(0.4), box_more))};
}

/// "precision-recall-gap", of the best validation.
inline void judge_balance(const RunHistory& run, std::vector<Finding>& findings) {
  if (run.validations.empty()) return;
  const ValidationScore& best = run.validations[best_validation(run)];
  if (best.hmean <= 0) return;
  const double gap = rounded(best.precision - best.recall), size = std::fabs(gap);
  const std::string numbers = "precision " + score_text(best.precision) + ", recall " + score_text(best.recall) + " (epoch " +
                              std::to_string(best.epoch) + ")";
  Finding finding{AdviceLevel::good,
                  "precision-recall-gap",
                  numbers + ": less than a point apart",
                  {{"precision", best.precision}, {"recall", best.recall}, {"gap", gap}}};
  if (size >= good_gap) {
    const bool lower = gap > 0;
    finding.level = AdviceLevel::warning;
    finding.text =
        numbers + (size > bad_gap ? ": more than two points apart, which the guide calls bad. " : ": a point or more apart. ") +
        (lower ? "Words are missed: lower the thresholds" : "What is no word is found: raise the thresholds") +
        "; no training is needed. Touching words part with a higher thresh, so look at both ways if this one does not help";
    // One step of the grid, two for a bad gap. Row 53: lower thresholds find more words, higher ones are stricter.
    const double steps = (lower ? -1 : 1) * (size > bad_gap ? 2 : 1);
    finding.commands = evaluate(run, thresholds(run, steps * thresh_step, steps * box_step));
  }
  findings.push_back(finding);
}

}  // namespace docket::advice
