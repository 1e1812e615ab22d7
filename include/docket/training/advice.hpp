/// Advice on a training run by the guide's rules (reference-system.md rows 20, 21, 26, 30, 53, 69; sections 4.2, 5 and 6).
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include <docket/training/advice/balance_rules.hpp>
#include <docket/training/advice/finding.hpp>
#include <docket/training/advice/loss_rules.hpp>
#include <docket/training/advice/next_phase.hpp>
#include <docket/training/advice/score_rules.hpp>
#include <docket/training/advice/setting_rules.hpp>

namespace docket {

/// What is good, what is bad, what to do next, in this order. Depends on `run` alone.
[[nodiscard]] inline std::vector<Finding> advise(const RunHistory& run) {
  std::vector<Finding> findings;
  advice::judge_loss(run, findings);
  advice::judge_scores(run, findings);
  const bool shaky = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.name == "loss-oscillates" || finding.name == "hmean-oscillates" || finding.name == "loss-rises" ||
           finding.name == "loss-not-finite";
  });
  advice::judge_balance(run, findings);
  advice::judge_rates(run, shaky, findings);
  advice::judge_evidence(run, findings);
  advice::judge_next(run, findings);
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.level < b.level; });
  return findings;
}

}  // namespace docket
