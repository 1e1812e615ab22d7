/// A trial as a study keeps it: what samplers see of it, and what only its agents and people need.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/search/trial.hpp>

namespace docket::search::study {

/// User attributes of a trial that docket writes.
inline constexpr const char* run_attribute = "docket:run";          // folder of its run, relative to the study's folder
inline constexpr const char* agent_attribute = "docket:agent";      // who works on it, or did last: "host:pid:time"
inline constexpr const char* error_attribute = "docket:error";      // of a failed one
inline constexpr const char* reason_attribute = "docket:pruned";    // of a pruned one: why
inline constexpr const char* taken_up_attribute = "docket:taken_up";  // how often another agent went on with it

struct StoredTrial {
  std::int64_t id = 0;
  Trial trial;
  std::map<std::string, ParameterRange> ranges;           // of its parameters
  std::map<std::string, nlohmann::json> user_attributes;
  std::map<std::string, nlohmann::json> fixed_parameters;  // of one that was enqueued: name -> value as a pipeline holds it
  std::string begun, ended;                               // local time, as "2026-11-24 04:13:42.981000"; empty: not yet
  std::optional<double> heartbeat_age_s;

  [[nodiscard]] std::string text(const char* attribute) const {
    const auto found = user_attributes.find(attribute);
    return found != user_attributes.end() && found->second.is_string() ? found->second.get<std::string>() : "";
  }
};

/// In the order of TrialState.
inline constexpr std::array<const char*, 5> state_names = {"RUNNING", "WAITING", "COMPLETE", "PRUNED", "FAIL"};

[[nodiscard]] inline const char* state_name(TrialState state) { return state_names.at(static_cast<std::size_t>(state)); }

[[nodiscard]] inline TrialState state_of(std::string_view name, const std::string& where) {
  for (std::size_t i = 0; i < state_names.size(); ++i) {
    if (name == state_names[i]) return static_cast<TrialState>(i);
  }
  throw Error(ErrorKind::data, where, "'" + std::string(name) + "' is no state of a trial");
}

[[nodiscard]] inline std::vector<Trial> plain(const std::vector<StoredTrial>& stored) {
  std::vector<Trial> trials;
  for (const StoredTrial& one : stored) trials.push_back(one.trial);
  return trials;
}

/// The complete trial with the best value, the first of equals; null where none is complete.
[[nodiscard]] inline const StoredTrial* best_trial(const std::vector<StoredTrial>& trials, Goal goal) {
  const StoredTrial* best = nullptr;
  for (const StoredTrial& one : trials) {
    if (one.trial.state != TrialState::complete || !one.trial.value || std::isnan(*one.trial.value)) continue;
    const bool better = best == nullptr || (goal == Goal::maximize ? *one.trial.value > *best->trial.value : *one.trial.value < *best->trial.value);
    if (better) best = &one;
  }
  return best;
}

}  // namespace docket::search::study
