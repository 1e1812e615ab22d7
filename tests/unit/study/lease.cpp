#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::search::study {

TEST_CASE("numbers rise and enough is enough") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease lease(study, "one");
  const auto two = [](const std::vector<StoredTrial>& all) { return all.size() >= 2; };
  CHECK(lease.begin(run_of, two)->trial.number == 0);
  CHECK(lease.begin(run_of, two)->trial.number == 1);
  CHECK_FALSE(lease.begin(run_of, two));
  CHECK(study.trials().size() == 2);
}

TEST_CASE("a trial of an agent that is gone is taken up once, with its parameters, and the old agent can write nothing more") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease first(study, "first"), second(study, "second"), third(study, "third");
  const auto trial = first.begin(run_of, never_enough);
  CHECK(first.set_parameters(trial->id, small_values, small_space));
  CHECK(first.report(trial->id, 0, 0.5));
  CHECK_FALSE(second.claim(run_of, in_work));
  const auto taken = second.claim(run_of, abandoned);
  REQUIRE(taken);
  CHECK(taken->id == trial->id);
  CHECK(taken->trial.parameters == small_values);
  CHECK(taken->trial.intermediate_values.at(0) == 0.5);
  CHECK(taken->text(run_attribute) == "runs/trial_0");
  CHECK(taken->user_attributes.at(taken_up_attribute) == 1);
  CHECK_FALSE(third.claim(run_of, [](const StoredTrial& one) { return one.text(agent_attribute) == "first"; }));
  CHECK_FALSE(first.beat(trial->id));
  CHECK_FALSE(first.report(trial->id, 1, 0.9));
  CHECK_FALSE(first.complete(trial->id, 0.9));
  CHECK(second.complete(trial->id, 0.6));
  CHECK_FALSE(second.complete(trial->id, 0.7));
  CHECK_FALSE(third.claim(run_of, abandoned));
  CHECK(study.trials().front().trial.value == 0.6);
  CHECK_FALSE(study.trials().front().trial.intermediate_values.contains(1));
}

TEST_CASE("a trial that was put back comes before an abandoned one") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease lease(study, "one"), other(study, "other");
  const auto first = lease.begin(run_of, never_enough), second = lease.begin(run_of, never_enough);
  CHECK(lease.put_back(second->id));
  CHECK(study.trials()[1].trial.state == TrialState::waiting);
  CHECK_FALSE(lease.beat(second->id));
  CHECK(other.claim(run_of, abandoned)->id == second->id);
  CHECK(other.claim(run_of, [](const StoredTrial& one) { return one.text(agent_attribute) == "one"; })->id == first->id);
}

TEST_CASE("a trial of another program that runs is never claimed, one that it enqueued is") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease lease(study, "one");
  study.database().run("INSERT INTO trials (number, study_id, state) VALUES (0, 1, 'RUNNING'), (1, 1, 'WAITING')");
  study.database().run("INSERT INTO trial_system_attributes (trial_id, key, value_json) VALUES (2, 'fixed_params', '{\"optimizer.use\": \"sgd\"}')");
  const auto taken = lease.claim(run_of, abandoned);
  REQUIRE(taken);
  CHECK(taken->trial.number == 1);
  CHECK(taken->text(run_attribute) == "runs/trial_1");
  CHECK(taken->fixed_parameters.at("optimizer.use") == "sgd");
  CHECK_FALSE(taken->user_attributes.contains(taken_up_attribute));
  CHECK_FALSE(lease.claim(run_of, [](const StoredTrial& one) { return one.trial.number == 0; }));
}

TEST_CASE("pruned and failed trials say why") {
  const Scratch scratch;
  Study study = make_study(scratch);
  Lease lease(study, "one");
  CHECK(lease.prune(lease.begin(run_of, never_enough)->id, 0.4, "below the median"));
  CHECK(lease.fail(lease.begin(run_of, never_enough)->id, "cannot be read: \xff"));
  CHECK(study.trials()[0].trial.state == TrialState::pruned);
  CHECK(study.trials()[0].trial.value == 0.4);
  CHECK(study.trials()[0].text(reason_attribute) == "below the median");
  CHECK(study.trials()[1].trial.state == TrialState::fail);
  CHECK(study.trials()[1].text(error_attribute).starts_with("cannot be read: "));
}

}  // namespace docket::search::study
