/// Runs written by hand.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <docket/training/advice.hpp>

namespace docket::testing {

/// A finished run of one epoch a loss, 100 steps an epoch, with Adam at 3e-4.
inline RunHistory run_with_losses(const std::vector<double>& losses) {
  RunHistory run;
  run.folder = "runs/mine";
  run.backbone = "resnet";
  run.variant = "50";
  run.train.epochs = static_cast<int>(losses.size());
  for (const double loss : losses) {
    const auto epoch = static_cast<std::int64_t>(run.epochs.size());
    run.epochs.push_back({epoch, 100 * (epoch + 1), loss});
  }
  run.last_step = 100 * static_cast<std::int64_t>(losses.size());
  return run;
}

/// The same with one validation an epoch; precision and recall are the H-mean; the loss falls from 2 by 3 % an epoch.
inline RunHistory run_with_scores(const std::vector<double>& hmeans) {
  std::vector<double> losses;
  for (std::size_t i = 0; i < hmeans.size(); ++i) losses.push_back(i == 0 ? 2.0 : losses.back() * 0.97);
  RunHistory run = run_with_losses(losses);
  for (std::size_t i = 0; i < hmeans.size(); ++i) {
    const EpochLoss& at = run.epochs[i];
    run.validations.push_back({at.epoch, at.step, hmeans[i], hmeans[i], hmeans[i],
                               "epoch=" + std::to_string(at.epoch) + "-step=" + std::to_string(at.step) + ".ckpt", hmeans[i]});
  }
  return run;
}

/// A finished run that stays at `hmean` for 12 epochs.
inline RunHistory settled_run(double hmean) {
  return run_with_scores(std::vector<double>(12, hmean));
}

/// Null where there is none of this name.
inline const Finding* find(const std::vector<Finding>& findings, const std::string& name) {
  for (const Finding& finding : findings) {
    if (finding.name == name) return &finding;
  }
  return nullptr;
}

/// Fails the test where there is none.
inline Finding expect(const RunHistory& run, const std::string& name) {
  const std::vector<Finding> findings = advise(run);
  const Finding* found = find(findings, name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

inline bool has(const RunHistory& run, const std::string& name) {
  return find(advise(run), name) != nullptr;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "command with part" among the commands of a finding.
inline bool types(const Finding& finding, const std::string& part) {
  for (const std::string& command : finding.commands) {
    if (contains(command, part)) return true;
  }
  return false;
}

}  // namespace docket::testing
