#include <docket/training/advice/curve.hpp>

#include <vector>

#include <doctest/doctest.h>

namespace docket::advice {
namespace {

TEST_CASE("a climb counts from its low, once, and again after a fall as deep") {
  CHECK(climbs(std::vector<double>{}, 1) == 0);
  CHECK(climbs(std::vector<double>{5, 4, 3}, 1) == 0);
  CHECK(climbs(std::vector<double>{1, 1.5, 2, 3}, 1) == 1);
  CHECK(climbs(std::vector<double>{1, 2, 1.5, 2.5}, 1) == 1);  // the dip is too small
  CHECK(climbs(std::vector<double>{1, 2, 1, 2, 1}, 1) == 2);
  CHECK(climbs(std::vector<double>{1, 1.9, 1, 1.9}, 1) == 0);
}

TEST_CASE("the last window with two climbs is found, also after the series went calm") {
  const auto one = [](auto) { return 1.0; };
  const std::vector<double> calm = {1, 2, 1, 2, 1, 1, 1, 1, 1, 1};
  const Stretch found = last_oscillation(calm, 5, one);
  CHECK(found.climbs == 2);
  CHECK(found.first == 0);
  CHECK(found.last == 4);
  CHECK(last_oscillation(std::vector<double>{1, 2, 1, 1, 1, 1, 1, 1, 2}, 5, one).climbs == 0);  // too far apart
  CHECK(last_oscillation(std::vector<double>{1, 2}, 5, one).climbs == 0);
}

}  // namespace
}  // namespace docket::advice
