/// One study in a file that it may share with others: its goal, its attributes and its trials.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/nearest_name.hpp>
#include <docket/search/study/database.hpp>
#include <docket/search/study/read_trials.hpp>
#include <docket/search/study/schema.hpp>
#include <docket/search/study/stored_trial.hpp>

namespace docket::search::study {

/// What docket writes as the library's version into a new file.
inline constexpr const char* writer_version = "docket";

class Study {
 public:
  /// Opens the study of that name; without a name the only one of the file. Throws Error(config) when there is no such study, when it
  /// has several objectives, or when the file is of another schema; Error(data) when the file is missing or no database.
  [[nodiscard]] static Study open(const std::filesystem::path& file, const std::string& name = "") {
    if (std::error_code ignored; !std::filesystem::is_regular_file(file, ignored)) throw Error(ErrorKind::data, file.string(), "there is no such study; 'docket sweep FILE.toml' makes one");
    Study study(file, Database::Missing::refuse);
    study.find(name);
    return study;
  }

  /// Makes the study, and the file where it is missing; `made` tells whether it was not there before. Of several programs at once one makes it.
  /// Throws Error(config) when a study of that name has the other goal.
  [[nodiscard]] static Study open_or_create(const std::filesystem::path& file, const std::string& name, Goal goal, bool& made) {
    Study study(file, Database::Missing::create);
    {
      Transaction transaction(study.database_);
      made = !Statement(study.database_, "SELECT 1 FROM studies WHERE study_name = ?", name).step();
      if (made) {
        execute(study.database_, "INSERT INTO studies (study_name) VALUES (?)", name);
        execute(study.database_, "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, 0)", goal == Goal::maximize ? "MAXIMIZE" : "MINIMIZE", study.database_.last_row());
        transaction.commit();
      }
    }
    study.find(name);
    if (study.goal_ != goal) throw Error(ErrorKind::config, file.string(), "the study '" + name + "' has the other goal; name another file (--study) or study");
    return study;
  }

  [[nodiscard]] Database& database() { return database_; }
  [[nodiscard]] const Database& database() const { return database_; }
  [[nodiscard]] std::int64_t id() const { return id_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Goal goal() const { return goal_; }

  /// A user attribute; null where there is none.
  [[nodiscard]] nlohmann::json attribute(const char* key) const {
    Statement found(database_, "SELECT value_json FROM study_user_attributes WHERE study_id = ? AND key = ?", id_, key);
    return found.step() ? nlohmann::json::parse(found.text(0), nullptr, false) : nlohmann::json();
  }
  void set_attribute(const char* key, const nlohmann::json& value) {
    execute(database_, "INSERT INTO study_user_attributes (study_id, key, value_json) VALUES (?, ?, ?) ON CONFLICT (study_id, key) DO UPDATE SET value_json = excluded.value_json", id_, key, value.dump());
  }

  /// In the order of their numbers, as one moment saw them.
  [[nodiscard]] std::vector<StoredTrial> trials() { return read_trials(database_, id_); }

 private:
  Study(const std::filesystem::path& file, Database::Missing missing) : database_(file, missing) { prepare_schema(database_, missing, writer_version); }

  void find(const std::string& name) {
    std::vector<std::string> names;
    Statement all(database_, "SELECT study_id, study_name FROM studies ORDER BY study_id");
    while (all.step()) {
      names.push_back(all.text(1));
      if (!name.empty() && names.back() != name) continue;
      id_ = all.integer(0);
      name_ = names.back();
    }
    const std::string file = database_.file().string();
    if (name_.empty()) throw Error(ErrorKind::config, file, name.empty() ? "holds no study" : "holds no study '" + name + "'" + suggestion(name, names));
    if (name.empty() && names.size() > 1) {
      std::string known;
      for (const std::string& one : names) known += (known.empty() ? "'" : ", '") + one + "'";
      throw Error(ErrorKind::config, file, "holds several studies: " + known + "; name one with --study-name");
    }
    Statement directions(database_, "SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective", id_);
    std::vector<std::string> goals;
    while (directions.step()) goals.push_back(directions.text(0));
    if (goals.size() != 1 || goals.front() == "NOT_SET") throw Error(ErrorKind::config, file, "the study '" + name_ + "' has " + std::to_string(goals.size()) + " objectives; wanted one, with a direction");
    goal_ = goals.front() == "MAXIMIZE" ? Goal::maximize : Goal::minimize;
  }

  Database database_;
  std::int64_t id_ = 0;
  std::string name_;
  Goal goal_ = Goal::maximize;
};

}  // namespace docket::search::study
