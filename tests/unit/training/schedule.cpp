#include <docket/training/schedule.hpp>

#include "support/doctest_beside_torch.hpp"

namespace docket {

TEST_CASE("cosine falls once an epoch, as the reference system's schedule") {
  // lr 3e-4, eta_min 1e-5, t_max 22: reference-system.md, table row 17.
  const ScheduleOptions schedule{"cosine", 22, 1e-5, 0};
  const RunLength length{818, 22, 22 * 818};
  const std::pair<int, double> expected[] = {{0, 3.00e-4}, {5, 2.65e-4}, {10, 1.76e-4}, {15, 7.66e-5}, {21, 1.15e-5}};
  for (const auto& [epoch, rate] : expected) {
    CAPTURE(epoch);
    CHECK(learning_rate(schedule, 3e-4, length, epoch * 818) == doctest::Approx(rate).epsilon(0.005));
    CHECK(learning_rate(schedule, 3e-4, length, epoch * 818 + 817) == learning_rate(schedule, 3e-4, length, epoch * 818));
  }
}

TEST_CASE("cosine without t_max takes the run's epochs") {
  const RunLength length{10, 8, 80};
  CHECK(learning_rate({"cosine", 0, 0, 0}, 1, length, 40) == doctest::Approx(0.5));
}

TEST_CASE("one_cycle rises from lr / 25 to lr and ends at eta_min") {
  const ScheduleOptions schedule{"one_cycle", 0, 1e-6, 0.25};
  const RunLength length{100, 4, 400};
  CHECK(learning_rate(schedule, 2e-3, length, 0) == doctest::Approx(2e-3 / 25));
  CHECK(learning_rate(schedule, 2e-3, length, 50) == doctest::Approx((2e-3 + 2e-3 / 25) / 2));
  CHECK(learning_rate(schedule, 2e-3, length, 100) == doctest::Approx(2e-3));
  CHECK(learning_rate(schedule, 2e-3, length, 399) == doctest::Approx(1e-6));
  for (std::int64_t step = 1; step < 400; ++step) {
    const double change = learning_rate(schedule, 2e-3, length, step) - learning_rate(schedule, 2e-3, length, step - 1);
    CHECK((step <= 100 ? change : -change) >= 0);
  }
}

TEST_CASE("constant stays") { CHECK(learning_rate({"constant", 0, 0, 0}, 1e-3, {10, 2, 20}, 19) == 1e-3); }

}  // namespace docket
