/// Who works on a trial: begun, claimed, kept alive and ended so that no trial is lost and none is worked on by two.
///
/// A trial's agent holds it while it is RUNNING and names that agent (agent_attribute). Every write of an agent is one transaction that
/// looks at this first; an agent that lost its trial learns so and leaves it alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <docket/search/study/stored_values.hpp>
#include <docket/search/study/study.hpp>

namespace docket::search::study {

/// As datetime.now() of Python is stored.
inline constexpr const char* sql_local_now = "strftime('%Y-%m-%d %H:%M:%f', 'now', 'localtime') || '000'";

class Lease {
 public:
  Lease(Study& study, std::string agent) : study_(study), agent_(std::move(agent)) {}

  [[nodiscard]] const std::string& agent() const { return agent_; }

  /// A new RUNNING trial without parameters; `run_of` gives its run's folder from its number. Returns nothing, and makes none, where
  /// `enough` says of all trials that there are enough.
  [[nodiscard]] std::optional<StoredTrial> begin(const std::function<std::string(int)>& run_of, const std::function<bool(const std::vector<StoredTrial>&)>& enough) {
    Transaction transaction(db());
    if (enough(read_trials(db(), study_.id()))) return std::nullopt;
    Statement count(db(), "SELECT COUNT(*) FROM trials WHERE study_id = ?", study_.id());
    count.step();
    const int number = static_cast<int>(count.integer(0));
    execute(db(), ("INSERT INTO trials (number, study_id, state, datetime_start) VALUES (?, ?, 'RUNNING', " + std::string(sql_local_now) + ")").c_str(), number, study_.id());
    const std::int64_t id = db().last_row();
    hold(id, run_of(number));
    StoredTrial made = load(id);
    transaction.commit();
    return made;
  }

  /// Takes up a trial that nobody works on, as `is_free` says: WAITING ones first (put back, or enqueued by a person), then RUNNING ones
  /// of docket; lowest number first. Of several agents one gets it.
  [[nodiscard]] std::optional<StoredTrial> claim(const std::function<std::string(int)>& run_of, const std::function<bool(const StoredTrial&)>& is_free) {
    Transaction transaction(db());
    const std::vector<StoredTrial> all = read_trials(db(), study_.id());
    for (const TrialState wanted : {TrialState::waiting, TrialState::running}) {
      for (const StoredTrial& one : all) {
        if (one.trial.state != wanted || (wanted == TrialState::running && one.text(run_attribute).empty()) || !is_free(one)) continue;
        execute(db(), ("UPDATE trials SET state = 'RUNNING', datetime_start = COALESCE(datetime_start, " + std::string(sql_local_now) + ") WHERE trial_id = ?").c_str(), one.id);
        const bool begun_before = !one.text(run_attribute).empty();
        hold(one.id, begun_before ? one.text(run_attribute) : run_of(one.trial.number));
        if (begun_before) {
          const auto times = one.user_attributes.find(taken_up_attribute);
          set_attribute(one.id, taken_up_attribute, (times != one.user_attributes.end() && times->second.is_number_integer() ? times->second.get<int>() : 0) + 1);
        }
        StoredTrial taken = load(one.id);
        transaction.commit();
        return taken;
      }
    }
    return std::nullopt;
  }

  /// The parameters of a trial that has none yet. False, here and below: the trial is no longer this agent's, and nothing was written.
  bool set_parameters(std::int64_t trial, const Assignment& values, const SearchSpace& space) {
    return when_held(trial, [&] {
      for (const Parameter& parameter : space.parameters) {
        const auto value = values.find(parameter.name);
        if (value == values.end()) continue;
        execute(db(), "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?) ON CONFLICT (trial_id, param_name) DO NOTHING", trial, parameter.name,
                value->second, distribution_json(parameter.range));
      }
    });
  }

  bool beat(std::int64_t trial) {
    return when_held(trial, [&] { write_heartbeat(trial); });
  }

  /// The metric at the end of an epoch; a later word on the same epoch counts.
  bool report(std::int64_t trial, int epoch, double value) {
    return when_held(trial, [&] {
      const char* sql = "INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type) VALUES (?, ?, ?, ?) "
                        "ON CONFLICT (trial_id, step) DO UPDATE SET intermediate_value = excluded.intermediate_value, intermediate_value_type = excluded.intermediate_value_type";
      if (std::isfinite(value)) execute(db(), sql, trial, epoch, value, type_of_number(value));
      else execute(db(), sql, trial, epoch, nullptr, type_of_number(value));
      write_heartbeat(trial);
    });
  }

  bool complete(std::int64_t trial, double value) {
    return end(trial, TrialState::complete, value, nullptr, {});
  }
  /// `last_value`: what Optuna shows of a pruned trial.
  bool prune(std::int64_t trial, std::optional<double> last_value, const std::string& reason) {
    return end(trial, TrialState::pruned, last_value, reason_attribute, reason);
  }
  bool fail(std::int64_t trial, const std::string& error) {
    return end(trial, TrialState::fail, std::nullopt, error_attribute, error);
  }

  /// WAITING again, to be taken up by anybody from where it is.
  bool put_back(std::int64_t trial) {
    return when_held(trial, [&] { execute(db(), "UPDATE trials SET state = 'WAITING' WHERE trial_id = ?", trial); });
  }

 private:
  Database& db() { return study_.database(); }

  template <class Work>
  bool when_held(std::int64_t trial, const Work& work) {
    Transaction transaction(db());
    Statement held(db(), "SELECT 1 FROM trials t JOIN trial_user_attributes a USING (trial_id) WHERE trial_id = ? AND t.state = 'RUNNING' AND a.key = ? AND a.value_json = ?", trial, agent_attribute,
                   nlohmann::json(agent_).dump());
    if (!held.step()) return false;
    work();
    transaction.commit();
    return true;
  }

  bool end(std::int64_t trial, TrialState state, std::optional<double> value, const char* attribute, const std::string& text) {
    return when_held(trial, [&] {
      const char* sql = "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, 0, ?, ?)";
      if (value && !std::isnan(*value)) {
        if (std::isfinite(*value)) execute(db(), sql, trial, *value, type_of_number(*value));
        else execute(db(), sql, trial, nullptr, type_of_number(*value));
      }
      if (attribute != nullptr) set_attribute(trial, attribute, text);
      execute(db(), ("UPDATE trials SET state = ?, datetime_complete = " + std::string(sql_local_now) + " WHERE trial_id = ?").c_str(), state_name(state), trial);
    });
  }

  void hold(std::int64_t trial, const std::string& run) {
    set_attribute(trial, run_attribute, run);
    set_attribute(trial, agent_attribute, agent_);
    write_heartbeat(trial);
  }

  void set_attribute(std::int64_t trial, const char* key, const nlohmann::json& value) {
    execute(db(), "INSERT INTO trial_user_attributes (trial_id, key, value_json) VALUES (?, ?, ?) ON CONFLICT (trial_id, key) DO UPDATE SET value_json = excluded.value_json", trial, key,
            value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }

  void write_heartbeat(std::int64_t trial) {
    execute(db(), "INSERT INTO trial_heartbeats (trial_id, heartbeat) VALUES (?, CURRENT_TIMESTAMP) ON CONFLICT (trial_id) DO UPDATE SET heartbeat = excluded.heartbeat", trial);
  }

  StoredTrial load(std::int64_t id) {
    for (StoredTrial& one : read_trials(db(), study_.id())) {
      if (one.id == id) return std::move(one);
    }
    throw Error(ErrorKind::other, db().file().string(), "lost a trial that was just written");
  }

  Study& study_;
  std::string agent_;
};

}  // namespace docket::search::study
