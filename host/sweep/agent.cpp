#include "agent.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <iostream>
#include <memory>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/search/study/lease.hpp>

#include "parts.hpp"
#include "../process_lock.hpp"
#include "trial_work.hpp"

namespace docket::sweep {

namespace fs = std::filesystem;
using search::TrialState;
using search::study::StoredTrial;

namespace {

/// Of an agent on another machine, whose processes cannot be seen from here.
constexpr double silent_agent_s = 120;

std::string host_name() {
  char name[HOST_NAME_MAX + 1] = {};
  ::gethostname(name, HOST_NAME_MAX);
  return name;
}

std::string new_agent_name() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return host_name() + ":" + std::to_string(::getpid()) + ":" + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

int stops_of(const search::study::Study& study) {
  const nlohmann::json times = study.attribute(stop_attribute);
  return times.is_number_integer() ? times.get<int>() : 0;
}

double hours_since(const std::string& begun, search::study::Study& study) {
  search::study::Statement age(study.database(), "SELECT (julianday('now', 'localtime') - julianday(?)) * 24", begun);
  return age.step() ? age.real(0) : 0;
}

class Agent {
 public:
  explicit Agent(const StudyName& name)
      : study_(search::study::Study::open(name.file, name.name)), plan_(plan_of(study_)), folder_(folder_of(name.file)), sampler_(sampler_of(plan_)), pruner_(pruner_of(plan_)), lease_(study_, new_agent_name()),
        stops_(stops_of(study_)) {}

  int work(std::optional<int> count) {
    int done = 0, failed = 0, failures = 0;
    std::string last_error;
    while (!count || done < *count) {
      if (interrupted()) return told_interrupted();
      if (stops_of(study_) != stops_) {
        std::cout << "ended by docket sweep stop" << std::endl;
        break;
      }
      std::optional<StoredTrial> trial = next();
      if (!trial) break;
      const Worked worked = work_on_one(std::move(*trial));
      lock_.reset();
      if (worked.outcome == Outcome::interrupted) return told_interrupted();
      if (worked.outcome == Outcome::lost) continue;
      ++done;
      if (worked.outcome == Outcome::failed) {
        ++failed;
        last_error = worked.error;
      }
      failures = worked.outcome == Outcome::failed && !worked.reported ? failures + 1 : 0;
      if (failures == fast_failures) {
        throw Error(ErrorKind::other, study_.database().file().string(),
                    std::to_string(failures) + " trials in a row failed before their first epoch was done, so this agent stops; the last one: " + worked.error);
      }
    }
    std::cout << summary(study_, plan_.metric) << std::flush;
    if (done > 0 && failed == done) {
      throw Error(ErrorKind::other, study_.database().file().string(), "no trial of this agent was completed, " + counted(static_cast<std::size_t>(failed), "trial") + " failed; the last one: " + last_error);
    }
    return 0;
  }

  [[nodiscard]] const Plan& plan() const { return plan_; }

 private:
  /// Why no trial is begun any more, if so.
  std::optional<std::string> why_enough(const std::vector<StoredTrial>& all) {
    if (plan_.trials && all.size() >= static_cast<std::size_t>(*plan_.trials)) return "all " + counted(static_cast<std::size_t>(*plan_.trials), "trial") + " of the budget are begun";
    if (const auto possible = sampler_->trial_count(plan_.space); possible && all.size() >= *possible) return "all " + counted(*possible, "setting") + " of the grid are begun";
    if (plan_.hours && !all.empty() && !all.front().begun.empty() && hours_since(all.front().begun, study_) > *plan_.hours) return "the budget's hours are over";
    const StoredTrial* best = search::study::best_trial(all, plan_.goal);
    if (best == nullptr) return std::nullopt;
    const auto since = std::ranges::count_if(all, [&](const StoredTrial& one) {
      return one.trial.number > best->trial.number && (one.trial.state == TrialState::complete || one.trial.state == TrialState::pruned);
    });
    if (plan_.patience && since >= *plan_.patience) return counted(static_cast<std::size_t>(since), "trial") + " did not better the best";
    if (!plan_.good_enough) return std::nullopt;
    const bool good = plan_.goal == search::Goal::maximize ? *best->trial.value >= *plan_.good_enough : *best->trial.value <= *plan_.good_enough;
    return good ? std::optional("the best trial is good enough for the stop rule") : std::nullopt;
  }

  bool take_lock(const std::string& run) {
    lock_ = ProcessLock::take(folder_ / "locks" / fs::path(run).filename());
    return lock_.has_value();
  }

  /// Its agent and its training are gone: on this machine the lock says so, of another the silence.
  bool is_free(const StoredTrial& one) {
    const std::string agent = one.text(search::study::agent_attribute), run = one.text(search::study::run_attribute);
    const bool here = agent.substr(0, agent.find(':')) == host_name();
    if (one.trial.state == TrialState::running && !here && one.heartbeat_age_s.value_or(silent_agent_s + 1) <= silent_agent_s) return false;
    return take_lock(run.empty() ? run_of(one.trial.number) : run);
  }

  std::optional<StoredTrial> next() {
    std::optional<StoredTrial> trial = lease_.claim(run_of, [&](const StoredTrial& one) { return is_free(one); });
    if (trial) {
      if (!trial->text(search::study::run_attribute).empty() && trial->user_attributes.contains(search::study::taken_up_attribute))
        std::cout << "trial " << trial->trial.number << ": is gone on with" << std::endl;
      return trial;
    }
    const auto locked_run = [&](int number) {
      if (!take_lock(run_of(number))) throw Error(ErrorKind::other, (folder_ / run_of(number)).string(), "is in work already, and the study knows nothing of it");
      return run_of(number);
    };
    std::optional<std::string> enough;
    std::optional<StoredTrial> begun = lease_.begin(locked_run, [&](const std::vector<StoredTrial>& all) { return (enough = why_enough(all)).has_value(); });
    if (!begun && enough) std::cout << "no further trial: " << *enough << std::endl;
    return begun;
  }

  Worked work_on_one(StoredTrial trial) {
    const std::string name = "trial " + std::to_string(trial.trial.number);
    if (trial.trial.parameters.empty()) {
      try {
        trial.trial.parameters = parameters_for(plan_, *sampler_, study_.trials(), trial);
      } catch (const Error& error) {
        (void)lease_.fail(trial.id, error.what());
        std::cout << name << ": failed: " << error.what() << std::endl;
        return {Outcome::failed, false, error.what()};
      }
      if (!lease_.set_parameters(trial.id, trial.trial.parameters, plan_.space)) return {Outcome::lost, false, {}};
    }
    std::cout << name << ":";
    for (const std::string& word : words_of(plan_, trial.trial.parameters)) std::cout << " " << word;
    std::cout << std::endl;
    return work_on({study_, lease_, plan_, pruner_.get(), folder_}, std::move(trial), *lock_);
  }

  int told_interrupted() {
    std::cout << "interrupted; go on with: docket sweep agent " << study_.database().file().string() << std::endl;
    return interrupted_exit_code;
  }

  search::study::Study study_;
  Plan plan_;
  fs::path folder_;
  std::unique_ptr<search::Sampler> sampler_;
  std::unique_ptr<search::Pruner> pruner_;
  search::study::Lease lease_;
  std::optional<ProcessLock> lock_;
  int stops_;
};

/// The paths of its pipeline mean the same as when the study was made.
void enter(const fs::path& working_folder, const fs::path& study) {
  std::error_code problem;
  fs::current_path(working_folder, problem);
  if (problem) throw Error(ErrorKind::data, study.string(), "was made in " + working_folder.string() + ", which is not there: " + problem.message());
}

}  // namespace

int work(const StudyName& study, std::optional<int> count) {
  const StudyName absolute{fs::absolute(study.file), study.name};
  watch_interrupts();
  Agent agent(absolute);
  enter(agent.plan().working_folder, absolute.file);
  return agent.work(count);
}

std::string summary(search::study::Study& study, const std::string& metric) {
  const std::vector<StoredTrial> all = study.trials();
  std::array<std::size_t, 5> counts{};
  for (const StoredTrial& one : all) ++counts[static_cast<std::size_t>(one.trial.state)];
  static constexpr std::array words = {"running", "waiting", "complete", "pruned", "failed"};
  std::string text = counted(all.size(), "trial") + ":";
  for (const TrialState state : {TrialState::complete, TrialState::pruned, TrialState::fail, TrialState::running, TrialState::waiting}) {
    const auto i = static_cast<std::size_t>(state);
    if (counts[i] > 0) text += (text.ends_with(":") ? " " : ", ") + grouped(counts[i]) + " " + words[i];
  }
  if (all.empty()) text += " none yet";
  text += "\n";
  if (const StoredTrial* best = search::study::best_trial(all, study.goal())) text += "best: trial " + std::to_string(best->trial.number) + ", " + metric + " " + metric_text(*best->trial.value) + "\n";
  return text;
}

}  // namespace docket::sweep
