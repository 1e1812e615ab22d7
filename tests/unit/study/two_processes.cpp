#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::search::study {

namespace {

/// Begins trials until there are 40 and completes them, as one of several programs. Leaves every fourth one of its own behind.
void work(const std::filesystem::path& file, int program) {
  Study study = Study::open(file);
  Lease lease(study, "program " + std::to_string(program));
  const auto enough = [](const std::vector<StoredTrial>& all) { return all.size() >= 40; };
  int mine = 0;
  while (const auto trial = lease.begin(run_of, enough)) {
    if (++mine % 4 == 0) continue;
    if (!lease.set_parameters(trial->id, small_values, small_space) || !lease.report(trial->id, 0, 0.5) || !lease.complete(trial->id, 0.5)) ::_exit(1);
  }
}

template <class Work>
void in_programs(int count, const Work& work) {
  for (int program = 0; program < count; ++program) {
    if (::fork() != 0) continue;
    try {
      work(program);
    } catch (...) {
      ::_exit(2);
    }
    ::_exit(0);
  }
  for (int program = 0; program < count; ++program) {
    int status = 0;
    ::wait(&status);
    CHECK(status == 0);
  }
}

}  // namespace

TEST_CASE("four programs make one study, begin every trial once and take up every abandoned one once") {
  const Scratch scratch;
  const auto file = scratch.folder / "study.db";
  in_programs(4, [&](int) {
    bool made = false;
    (void)Study::open_or_create(file, "lr", Goal::maximize, made);
  });
  in_programs(4, [&](int program) { work(file, program); });
  in_programs(4, [&](int program) {
    Study study = Study::open(file);
    Lease lease(study, "second " + std::to_string(program));
    while (const auto trial = lease.claim(run_of, [](const StoredTrial& one) { return one.text(agent_attribute).starts_with("program"); })) {
      if (!lease.complete(trial->id, 0.7)) ::_exit(1);
    }
  });
  Study study = Study::open(file);
  const std::vector<StoredTrial> all = study.trials();
  CHECK(all.size() == 40);
  std::set<int> numbers;
  for (const StoredTrial& one : all) {
    numbers.insert(one.trial.number);
    CHECK(one.trial.state == TrialState::complete);
    const auto times = one.user_attributes.find(taken_up_attribute);
    CHECK((times == one.user_attributes.end() ? one.trial.value == 0.5 : one.trial.value == 0.7 && times->second == 1));
  }
  CHECK(numbers.size() == 40);
}

}  // namespace docket::search::study
