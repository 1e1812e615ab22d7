#include <docket/training/find_lr.hpp>

#include <docket/training/event_file.hpp>
#include <docket/training/loss_scale.hpp>
#include <docket/training/progressive_resolution.hpp>
#include "support/doctest_beside_torch.hpp"

namespace docket {

TEST_CASE("rates rise evenly on a logarithmic axis, until the loss runs away") {
  const auto all = test_lr_range({1e-4, 1, 5}, [](double) { return 2.0; });
  REQUIRE(all.size() == 5);
  CHECK(all[0].lr == doctest::Approx(1e-4));
  CHECK(all[1].lr == doctest::Approx(1e-3));
  CHECK(all[4].lr == doctest::Approx(1));
  CHECK(all[3].smooth == doctest::Approx(2));  // corrected for its beginning
  const auto some = test_lr_range({1e-7, 1, 100}, [](double lr) { return lr < 1e-3 ? 1.0 : 1000.0; });
  CHECK(some.back().lr < 2e-3);
  CHECK(test_lr_range({1e-7, 1, 100}, [](double) { return std::optional<double>(); }).empty());
}

TEST_CASE("the steepest fall is found, and nothing where the loss only rises") {
  // A smooth step down around 1e-3 in log10(lr), up again from 1e-1.
  const auto points = test_lr_range({1e-6, 1, 121}, [](double lr) {
    const double x = std::log10(lr);
    return 10 - 6 / (1 + std::exp(-4 * (x + 3))) + (x > -1 ? 20 * (x + 1) : 0);
  });
  const auto chosen = steepest_lr(points);
  REQUIRE(chosen);
  CHECK(std::log10(*chosen) == doctest::Approx(-2.6).epsilon(0.15));  // the smoothing follows a little late
  CHECK_FALSE(steepest_lr(test_lr_range({1e-6, 1, 50}, [](double lr) { return 1 + lr; })));
}

TEST_CASE("the loss scale halves at a bad step and doubles after 2,000 good ones") {
  LossScale scale;
  scale.update(false);
  CHECK(scale.factor == 32768);
  CHECK(scale.skipped_steps == 1);
  for (int i = 0; i < 1999; ++i) scale.update(true);
  CHECK(scale.factor == 32768);
  scale.update(true);
  CHECK(scale.factor == 65536);
  CHECK(scale.skipped_in_a_row == 0);
}

TEST_CASE("the resolution of an epoch is the last step's that has come") {
  const ResolutionSteps steps = read_resolution_steps({"1=640", "4=960"}, 32, "k");
  CHECK(side_in(steps, 0, 800) == 800);
  CHECK(side_in(steps, 1, 800) == 640);
  CHECK(side_in(steps, 3, 800) == 640);
  CHECK(side_in(steps, 4, 800) == 960);
  for (const char* wrong : {"640", "a=640", "1=", "-1=640", "0=641", "0=16"}) CHECK_THROWS_AS(read_resolution_steps({wrong}, 32, "k"), Error);
  CHECK_THROWS_AS(read_resolution_steps({"2=640", "1=960"}, 32, "k"), Error);
}

}  // namespace docket
