/// The tables of a study: those of Optuna's RDBStorage, alembic revision v3.2.0.a (Optuna 3.2 to 5).
#pragma once

#include <array>
#include <string>

#include <docket/core/error.hpp>
#include <docket/search/study/database.hpp>

namespace docket::search::study {

inline constexpr const char* optuna_revision = "v3.2.0.a";
inline constexpr int optuna_schema_version = 12;

/// As Optuna makes them, names of indexes included; optuna/storages/_rdb/models.py.
inline constexpr const char* optuna_tables = R"sql(
CREATE TABLE studies (
  study_id INTEGER NOT NULL, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id));
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE TABLE version_info (
  version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256),
  PRIMARY KEY (version_info_id), CHECK (version_info_id=1));
CREATE TABLE study_directions (
  study_direction_id INTEGER NOT NULL, direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL, objective INTEGER NOT NULL,
  PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective), FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_user_attributes (
  study_user_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (study_user_attribute_id), UNIQUE (study_id, "key"), FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_system_attributes (
  study_system_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (study_system_attribute_id), UNIQUE (study_id, "key"), FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE trials (
  trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER, state VARCHAR(8) NOT NULL, datetime_start DATETIME,
  datetime_complete DATETIME, PRIMARY KEY (trial_id), FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE INDEX ix_trials_study_id ON trials (study_id);
CREATE TABLE trial_user_attributes (
  trial_user_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (trial_user_attribute_id), UNIQUE (trial_id, "key"), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_system_attributes (
  trial_system_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512), value_json TEXT,
  PRIMARY KEY (trial_system_attribute_id), UNIQUE (trial_id, "key"), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_params (
  param_id INTEGER NOT NULL, trial_id INTEGER, param_name VARCHAR(512), param_value FLOAT, distribution_json TEXT,
  PRIMARY KEY (param_id), UNIQUE (trial_id, param_name), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_values (
  trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL, value FLOAT, value_type VARCHAR(7) NOT NULL,
  PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_intermediate_values (
  trial_intermediate_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, step INTEGER NOT NULL, intermediate_value FLOAT,
  intermediate_value_type VARCHAR(7) NOT NULL,
  PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_heartbeats (
  trial_heartbeat_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, heartbeat DATETIME NOT NULL,
  PRIMARY KEY (trial_heartbeat_id), UNIQUE (trial_id), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('v3.2.0.a');
)sql";

[[nodiscard]] inline bool has_table(const Database& database, const char* name) {
  return Statement(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).step();
}

/// Makes the tables in an empty file. Throws Error(config) unless the file holds studies of this very schema then.
inline void prepare_schema(Database& database, Database::Missing missing, const char* library_version) {
  if (missing == Database::Missing::create) {
    Transaction transaction(database);
    if (!Statement(database, "SELECT 1 FROM sqlite_master").step()) {
      database.run(optuna_tables);
      execute(database, "INSERT INTO version_info VALUES (1, ?, ?)", optuna_schema_version, library_version);
    }
    transaction.commit();
  }
  const std::string file = database.file().string();
  if (!has_table(database, "alembic_version") || !has_table(database, "trials"))
    throw Error(ErrorKind::config, file, "holds no studies; wanted a database that docket sweep or Optuna 3.2 to 5 made");
  Statement revision(database, "SELECT version_num FROM alembic_version");
  const std::string found = revision.step() ? revision.text(0) : "none";
  if (found != optuna_revision)
    throw Error(ErrorKind::config, file, "its tables are Optuna's revision " + found + ", this reads " + optuna_revision + " (Optuna 3.2 to 5); 'optuna storage upgrade' brings an older one up to date");
}

}  // namespace docket::search::study
