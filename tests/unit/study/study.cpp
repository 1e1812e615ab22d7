#include <cmath>
#include <fstream>
#include <limits>

#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::search::study {

TEST_CASE("a study is made once and opened after") {
  const Scratch scratch;
  const auto file = scratch.folder / "study.db";
  bool made = false;
  (void)Study::open_or_create(file, "lr", Goal::maximize, made);
  CHECK(made);
  (void)Study::open_or_create(file, "lr", Goal::maximize, made);
  CHECK_FALSE(made);
  CHECK(Study::open(file).name() == "lr");
  CHECK_THROWS_WITH_AS(Study::open_or_create(file, "lr", Goal::minimize, made), doctest::Contains("has the other goal"), Error);
  (void)Study::open_or_create(file, "second", Goal::minimize, made);
  CHECK_THROWS_WITH_AS(Study::open(file), doctest::Contains("several studies: 'lr', 'second'"), Error);
  CHECK(Study::open(file, "second").goal() == Goal::minimize);
  CHECK_THROWS_WITH_AS(Study::open(file, "secnd"), doctest::Contains("did you mean 'second'?"), Error);
}

TEST_CASE("what is no study is refused and stays as it is") {
  const Scratch scratch;
  CHECK_THROWS_WITH_AS(Study::open(scratch.folder / "none.db"), doctest::Contains("there is no such study"), Error);
  CHECK_FALSE(std::filesystem::exists(scratch.folder / "none.db"));
  std::ofstream(scratch.folder / "text.db") << std::string(2000, 'x');
  CHECK_THROWS_AS(Study::open(scratch.folder / "text.db"), Error);
  Database other(scratch.folder / "other.db", Database::Missing::create);
  other.run("CREATE TABLE words (word TEXT)");
  CHECK_THROWS_WITH_AS(Study::open(scratch.folder / "other.db"), doctest::Contains("holds no studies"), Error);
  bool made = false;
  CHECK_THROWS_AS(Study::open_or_create(scratch.folder / "other.db", "lr", Goal::maximize, made), Error);
  CHECK_FALSE(has_table(other, "trials"));
  Study study = make_study(scratch);
  study.database().run("UPDATE alembic_version SET version_num = 'v9.0.0.a'");
  CHECK_THROWS_WITH_AS(Study::open(scratch.folder / "study.db"), doctest::Contains("revision v9.0.0.a, this reads v3.2.0.a"), Error);
}

TEST_CASE("several objectives are refused") {
  const Scratch scratch;
  Study study = make_study(scratch);
  execute(study.database(), "INSERT INTO study_directions (direction, study_id, objective) VALUES ('MINIMIZE', ?, 1)", study.id());
  CHECK_THROWS_WITH_AS(Study::open(scratch.folder / "study.db"), doctest::Contains("has 2 objectives"), Error);
}

TEST_CASE("attributes are JSON and may be written again") {
  const Scratch scratch;
  Study study = make_study(scratch);
  CHECK(study.attribute("docket:sweep").is_null());
  study.set_attribute("docket:sweep", {{"seed", 1}});
  study.set_attribute("docket:sweep", {{"seed", 2}});
  CHECK(study.attribute("docket:sweep")["seed"] == 2);
}

TEST_CASE("distributions are Optuna's") {
  const auto same = [](const char* text) { return nlohmann::json::parse(distribution_json(range_of_json(text, ""))) == nlohmann::json::parse(text); };
  CHECK(same(R"({"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.001, "log": true}})"));
  CHECK(same(R"({"name": "FloatDistribution", "attributes": {"step": 0.25, "low": 0.0, "high": 1.0, "log": false}})"));
  CHECK(same(R"({"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 18, "high": 24}})"));
  CHECK(same(R"({"name": "CategoricalDistribution", "attributes": {"choices": ["a", 1, 2.5, true, null]}})"));
  CHECK_THROWS_WITH_AS(range_of_json(R"({"name": "UniformDistribution", "attributes": {}})", "trial 3"), doctest::Contains("trial 3: 'UniformDistribution' is no distribution"), Error);
  CHECK_THROWS_AS(range_of_json("{", "trial 3"), Error);
}

TEST_CASE("a trial comes back as it was written") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease lease(study, "one");
  const auto trial = lease.begin(run_of, never_enough);
  REQUIRE(trial);
  CHECK(lease.set_parameters(trial->id, small_values, small_space));
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  CHECK(lease.report(trial->id, 0, 0.5));
  CHECK(lease.report(trial->id, 0, 0.6));
  CHECK(lease.report(trial->id, 1, nan));
  CHECK(lease.report(trial->id, 2, -infinite));
  CHECK(lease.complete(trial->id, 0.6));
  const std::vector<StoredTrial> all = study.trials();
  REQUIRE(all.size() == 1);
  const StoredTrial& read = all.front();
  CHECK(read.trial.number == 0);
  CHECK(read.trial.state == TrialState::complete);
  CHECK(read.trial.parameters == small_values);
  CHECK(read.trial.value == 0.6);
  CHECK(read.trial.intermediate_values.at(0) == 0.6);
  CHECK(std::isnan(read.trial.intermediate_values.at(1)));
  CHECK(read.trial.intermediate_values.at(2) == -infinite);
  CHECK(read.text(run_attribute) == "runs/trial_0");
  CHECK(read.begun.size() == 26);
  CHECK(read.ended >= read.begun);
  CHECK(std::get<IntRange>(read.ranges.at("schedule.t_max")).step == 2);
  CHECK(value_of(read.ranges.at("optimizer.use"), 1) == "sgd");
}

TEST_CASE("the best trial is the first with the best number") {
  std::vector<StoredTrial> trials(4);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double values[] = {nan, 0.7, 0.9, 0.9};
  for (std::size_t i = 0; i < 4; ++i) trials[i].trial = {static_cast<int>(i), TrialState::complete, {}, values[i], {}};
  CHECK(best_trial(trials, Goal::maximize)->trial.number == 2);
  CHECK(best_trial(trials, Goal::minimize)->trial.number == 1);
  trials[2].trial.state = TrialState::pruned;
  CHECK(best_trial(trials, Goal::maximize)->trial.number == 3);
  CHECK(best_trial({}, Goal::maximize) == nullptr);
}

}  // namespace docket::search::study
