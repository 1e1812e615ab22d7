#include "trial_work.hpp"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>

#include <docket/core/interrupt.hpp>

#include "../child.hpp"
#include "trial_run.hpp"

namespace docket::sweep {

namespace fs = std::filesystem;
using search::study::StoredTrial;

namespace {

constexpr auto between_heartbeats = std::chrono::seconds(10);

class Follower {
 public:
  Follower(const TrialWork& work, StoredTrial& trial, fs::path run) : work_(work), trial_(trial), run_(std::move(run)), name_("trial " + std::to_string(trial.trial.number)) {}

  /// Reports epochs that are new. False when the trial is no longer ours.
  bool report_new() {
    for (const auto& [epoch, value] : read_metric(run_, work_.plan.metric)) {
      const auto known = trial_.trial.intermediate_values.find(epoch);
      const bool same = known != trial_.trial.intermediate_values.end() && (known->second == value || (std::isnan(known->second) && std::isnan(value)));
      if (same) continue;
      if (!work_.lease.report(trial_.id, epoch, value)) return false;
      trial_.trial.intermediate_values[epoch] = value;
      std::cout << name_ << ": epoch " << epoch << " " << work_.plan.metric << " " << metric_text(value) << std::endl;
      if (reason_.empty()) ask_pruner();
    }
    return true;
  }

  void ask_pruner() {
    if (work_.pruner == nullptr || trial_.trial.intermediate_values.empty()) return;
    const std::vector<search::Trial> trials = search::study::plain(work_.study.trials());
    reason_ = work_.pruner->reason_to_prune(trial_.trial, work_.plan.goal, trials);
  }

  [[nodiscard]] const std::string& reason() const { return reason_; }

  /// Whether it is still ours; writes that it lives when it is time to.
  bool beat() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_beat_ < between_heartbeats) return true;
    last_beat_ = now;
    return work_.lease.beat(trial_.id);
  }

 private:
  const TrialWork& work_;
  StoredTrial& trial_;
  fs::path run_;
  std::string name_, reason_;
  std::chrono::steady_clock::time_point last_beat_ = std::chrono::steady_clock::now();
};

std::vector<std::string> train_words(const TrialWork& work, const StoredTrial& trial, const fs::path& run) {
  std::vector<std::string> words = {"train", (work.folder / "pipeline.toml").string(), "--runs", run.parent_path().string(), "--name", run.filename().string(), "--resume"};
  for (const std::string& plugins : work.plan.plugin_folders) words.insert(words.end(), {"--plugins", plugins});
  words.insert(words.end(), work.plan.overrides.begin(), work.plan.overrides.end());
  for (const std::string& word : words_of(work.plan, trial.trial.parameters)) words.push_back(word);
  return words;
}

std::string end_text(int code, const fs::path& log) {
  if (code > 128) return "ended by signal " + std::to_string(code - 128) + (code == 128 + SIGKILL ? " (out of memory?)" : "") + "; " + log.string() + " tells more";
  std::string line = last_line(log);
  return line.empty() ? "ended with exit code " + std::to_string(code) : line;
}

}  // namespace

std::string metric_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

Worked work_on(const TrialWork& work, StoredTrial trial, const ProcessLock& lock) {
  const fs::path run = work.folder / trial.text(search::study::run_attribute);
  const fs::path log = fs::path(run) += ".log";
  fs::create_directories(run.parent_path());
  const std::string name = "trial " + std::to_string(trial.trial.number);
  Follower follower(work, trial, run);
  follower.ask_pruner();  // its last agent may have been killed between the report and the end
  bool ours = true;
  int code = interrupted_exit_code;
  if (follower.reason().empty()) {
    Child child(train_words(work, trial, run), {.output = log, .kept_open = lock.descriptor()});
    bool told = false;
    while (true) {
      const std::optional<int> ended = child.ended();
      ours = ours && follower.report_new() && (ended || follower.beat());
      if (ended) {
        code = *ended;
        break;
      }
      if (!told && (!ours || interrupted() || !follower.reason().empty())) {
        child.send(SIGINT);
        told = true;
      }
      ::usleep(100'000);
    }
  }
  const std::map<int, double>& epochs = trial.trial.intermediate_values;
  const bool reported = !epochs.empty();
  const auto lost = [&] {
    std::cout << name << ": was taken over by another agent" << std::endl;
    return Worked{Outcome::lost, reported, {}};
  };
  if (!ours) return lost();
  if (code == 0) {
    const auto best = best_epoch(epochs, work.plan.goal);
    if (best) {
      if (!work.lease.complete(trial.id, best->second)) return lost();
      std::cout << name << ": complete, " << work.plan.metric << " " << metric_text(best->second) << " (epoch " << best->first << ")" << std::endl;
      return {Outcome::complete, true, {}};
    }
    const std::string error = "the training ended without a finite " + work.plan.metric + "; it needs data.val, and a metric that it logs (" + (run / "metrics.jsonl").string() + ")";
    if (!work.lease.fail(trial.id, error)) return lost();
    std::cout << name << ": failed: " << error << std::endl;
    return {Outcome::failed, false, error};
  }
  if (!follower.reason().empty() && code == interrupted_exit_code) {
    if (!work.lease.prune(trial.id, epochs.rbegin()->second, follower.reason())) return lost();
    std::cout << name << ": pruned, " << follower.reason() << std::endl;
    return {Outcome::pruned, true, {}};
  }
  if (interrupted() || code == interrupted_exit_code || code == 128 + SIGTERM || code == 128 + SIGINT) {
    if (!work.lease.put_back(trial.id)) return lost();
    std::cout << name << ": interrupted, is put back to be gone on with" << std::endl;
    return {interrupted() ? Outcome::interrupted : Outcome::put_back, reported, {}};
  }
  const std::string error = end_text(code, log);
  if (!work.lease.fail(trial.id, error)) return lost();
  std::cout << name << ": failed: " << error << std::endl;
  return {Outcome::failed, reported, error};
}

}  // namespace docket::sweep
