#include <docket/training/schedule.hpp>

#include "support/doctest_beside_torch.hpp"

namespace docket {

TEST_CASE("cosine falls once an epoch, as the reference system's schedule") {
  // lr 3e-4, eta_min 1e-5, t_max 22: reference-system.md, table row 17.
  const ScheduleOptions cosine{"cosine", 22, 1e-5, 0};
  const RunLength length{818, 22, 22 * 818};
  const std::pair<int, double> expected[] = {{0, 3.00e-4}, {5, 2.65e-4}, {10, 1.76e-4}, {15, 7.66e-5}, {21, 1.15e-5}};
  for (const auto& [epoch, rate] : expected) {
    CAPTURE(epoch);
    CHECK(learning_rate(cosine, 3e-4, length, epoch * 818) == doctest::Approx(rate).epsilon(0.005));
    CHECK(learning_rate(cosine, 3e-4, length, epoch * 818 + 817) == learning_rate(cosine, 3e-4, length, epoch * 818));
  }
}

TEST_CASE("cosine without t_max takes the run's epochs") {
  const RunLength length{10, 8, 80};
  CHECK(learning_rate({"cosine", 0, 0, 0}, 1, length, 40) == doctest::Approx(0.5));
}

TEST_CASE("one_cycle rises from lr / 25 to lr and ends at eta_min") {
  const ScheduleOptions cycle{"one_cycle", 0, 1e-6, 0.25};
  const RunLength length{100, 4, 400};
  CHECK(learning_rate(cycle, 2e-3, length, 0) == doctest::Approx(2e-3 / 25));
  CHECK(learning_rate(cycle, 2e-3, length, 50) == doctest::Approx((2e-3 + 2e-3 / 25) / 2));
  CHECK(learning_rate(cycle, 2e-3, length, 100) == doctest::Approx(2e-3));
  CHECK(learning_rate(cycle, 2e-3, length, 399) == doctest::Approx(1e-6));
  for (std::int64_t step = 1; step < 400; ++step) {
    const double change = learning_rate(cycle, 2e-3, length, step) - learning_rate(cycle, 2e-3, length, step - 1);
    CHECK((step <= 100 ? change : -change) >= 0);
  }
}

namespace {

ScheduleOptions schedule(const char* use) {
  ScheduleOptions chosen;
  chosen.use = use;
  chosen.eta_min = 0;
  return chosen;
}

}  // namespace

// Expected values of the next three: torch 2.13.0 in Python, StepLR(3, 0.1), PolynomialLR(10, 0.9), ReduceLROnPlateau("max", 0.5, 2).
TEST_CASE("step falls every step_size epochs") {
  ScheduleOptions chosen = schedule("step");
  chosen.step_size = 3;
  const double expected[] = {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01};
  for (int epoch = 0; epoch < 8; ++epoch) CHECK(learning_rate(chosen, 1, {5, 8, 40}, epoch * 5 + 4) == doctest::Approx(expected[epoch]));
}

TEST_CASE("polynomial falls with every step") {
  const double expected[] = {1.0, 0.9095325760829622, 0.8180521460508584, 0.7254178469372199, 0.6314458674893553,
                             0.5358867312681466, 0.4383832905540869, 0.3383834619016498, 0.23492378861760374, 0.12589254117941667};
  for (int step = 0; step < 10; ++step) CHECK(learning_rate(schedule("polynomial"), 1, {5, 2, 10}, step) == doctest::Approx(expected[step]).epsilon(1e-12));
}

TEST_CASE("plateau falls when scores stay") {
  ScheduleOptions chosen = schedule("plateau");
  chosen.gamma = 0.5;
  chosen.patience = 2;
  const double scores[] = {.5, .6, .6, .60001, .59, .7, .7, .7, .7, .7, .7, .7};
  const double expected[] = {1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25};
  for (std::size_t epoch = 0; epoch < 12; ++epoch) {
    CAPTURE(epoch);
    CHECK(learning_rate(chosen, 1, {1, 12, 12}, static_cast<std::int64_t>(epoch), std::span(scores).first(epoch)) == expected[epoch]);
  }
}

TEST_CASE("warm-up rises linearly into any schedule") {
  ScheduleOptions chosen = schedule("polynomial");
  const double without = learning_rate(chosen, 1, {5, 2, 10}, 1);
  chosen.warmup_steps = 4;
  CHECK(learning_rate(chosen, 1, {5, 2, 10}, 1) == doctest::Approx(without / 2));
  CHECK(learning_rate(chosen, 1, {5, 2, 10}, 4) == learning_rate(schedule("polynomial"), 1, {5, 2, 10}, 4));
}

TEST_CASE("constant stays") { CHECK(learning_rate({"constant", 0, 0, 0}, 1e-3, {10, 2, 20}, 19) == 1e-3); }

}  // namespace docket
