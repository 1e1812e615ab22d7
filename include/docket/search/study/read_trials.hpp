/// Reads a study's trials.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <docket/search/study/database.hpp>
#include <docket/search/study/stored_trial.hpp>
#include <docket/search/study/stored_values.hpp>

namespace docket::search::study {

namespace detail {

inline void read_parameters(const Database& database, std::int64_t study, std::map<std::int64_t, StoredTrial>& trials) {
  Statement row(database, "SELECT p.trial_id, p.param_name, p.param_value, p.distribution_json FROM trial_params p JOIN trials t USING (trial_id) WHERE t.study_id = ?", study);
  while (row.step()) {
    const auto at = trials.find(row.integer(0));
    if (at == trials.end()) continue;
    const std::string name = row.text(1);
    at->second.trial.parameters[name] = row.real(2);
    at->second.ranges.insert_or_assign(name, range_of_json(row.text(3), database.file().string() + ", trial " + std::to_string(at->second.trial.number) + ", " + name));
  }
}

inline void read_values(const Database& database, std::int64_t study, std::map<std::int64_t, StoredTrial>& trials) {
  Statement value(database, "SELECT v.trial_id, v.value, v.value_type FROM trial_values v JOIN trials t USING (trial_id) WHERE t.study_id = ? AND v.objective = 0", study);
  while (value.step()) {
    const auto at = trials.find(value.integer(0));
    if (at != trials.end()) at->second.trial.value = number_of(value.real(1), value.text(2));
  }
  Statement step(database, "SELECT v.trial_id, v.step, v.intermediate_value, v.intermediate_value_type FROM trial_intermediate_values v JOIN trials t USING (trial_id) WHERE t.study_id = ?", study);
  while (step.step()) {
    const auto at = trials.find(step.integer(0));
    if (at != trials.end()) at->second.trial.intermediate_values[static_cast<int>(step.integer(1))] = number_of(step.real(2), step.text(3));
  }
}

inline void read_attributes(const Database& database, std::int64_t study, std::map<std::int64_t, StoredTrial>& trials) {
  Statement user(database, "SELECT a.trial_id, a.key, a.value_json FROM trial_user_attributes a JOIN trials t USING (trial_id) WHERE t.study_id = ?", study);
  while (user.step()) {
    const auto at = trials.find(user.integer(0));
    if (at != trials.end()) at->second.user_attributes[user.text(1)] = nlohmann::json::parse(user.text(2), nullptr, false);
  }
  Statement fixed(database, "SELECT a.trial_id, a.value_json FROM trial_system_attributes a JOIN trials t USING (trial_id) WHERE t.study_id = ? AND a.key = 'fixed_params'", study);
  while (fixed.step()) {
    const auto at = trials.find(fixed.integer(0));
    const nlohmann::json values = nlohmann::json::parse(fixed.text(1), nullptr, false);
    if (at == trials.end() || !values.is_object()) continue;
    for (const auto& [name, value] : values.items()) at->second.fixed_parameters[name] = value;
  }
}

}  // namespace detail

/// All trials of a study, in the order of their numbers. Throws Error(data) for what Optuna would not write. Inside a transaction, or
/// it makes one of its own for one moment's view.
[[nodiscard]] inline std::vector<StoredTrial> read_trials(Database& database, std::int64_t study) {
  const bool alone = sqlite3_get_autocommit(database.handle()) != 0;
  if (alone) database.run("BEGIN");
  std::map<std::int64_t, StoredTrial> trials;
  try {
    Statement row(database,
                  "SELECT t.trial_id, t.number, t.state, t.datetime_start, t.datetime_complete, (julianday('now') - julianday(h.heartbeat)) * 86400 "
                  "FROM trials t LEFT JOIN trial_heartbeats h USING (trial_id) WHERE t.study_id = ?",
                  study);
    while (row.step()) {
      StoredTrial one;
      one.id = row.integer(0);
      one.trial.number = static_cast<int>(row.integer(1));
      one.trial.state = state_of(row.text(2), database.file().string());
      one.begun = row.text(3);
      one.ended = row.text(4);
      if (!row.is_null(5)) one.heartbeat_age_s = row.real(5);
      trials.emplace(one.id, std::move(one));
    }
    detail::read_parameters(database, study, trials);
    detail::read_values(database, study, trials);
    detail::read_attributes(database, study, trials);
  } catch (...) {
    if (alone) sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
  if (alone) database.run("COMMIT");
  std::vector<StoredTrial> sorted;
  for (auto& [id, one] : trials) sorted.push_back(std::move(one));
  std::sort(sorted.begin(), sorted.end(), [](const StoredTrial& a, const StoredTrial& b) { return a.trial.number < b.trial.number; });
  return sorted;
}

}  // namespace docket::search::study
