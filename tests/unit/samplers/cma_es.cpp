/// Covariance matrix adaptation against what its paper's formulas and its known convergence give.
#include <docket/search/samplers/cma_es.hpp>

#include <cmath>

#include <doctest/doctest.h>

namespace docket::search {
namespace {

/// Generations until `measure` (smaller is better) falls below 1e-8 at the mean; 1000 at most.
template <class Measure>
int generations_needed(CmaEs strategy, const Measure& measure) {
  Random random{11};
  for (int generation = 0; generation < 1000; ++generation) {
    if (measure(strategy.mean()) < 1e-8) return generation;
    std::vector<CmaEs::Point> points;
    while (points.size() < strategy.generation_size()) {
      const Eigen::VectorXd place = strategy.draw(random);
      points.push_back({place, -measure(place)});
    }
    strategy.tell(std::move(points));
  }
  return 1000;
}

}  // namespace

TEST_CASE("a generation has 4 + 3 ln n points") {
  CHECK(CmaEs(Eigen::VectorXd::Zero(1), 1).generation_size() == 4);
  CHECK(CmaEs(Eigen::VectorXd::Zero(2), 1).generation_size() == 6);
  CHECK(CmaEs(Eigen::VectorXd::Zero(10), 1).generation_size() == 10);
}

TEST_CASE("one generation of one dimension, by hand") {
  // n = 1: lambda 4, mu 2; weights ln(2.5) and ln(1.25), over their sum 1.139434: 0.804163, 0.195837; mu_eff 1.459739.
  CmaEs strategy(Eigen::VectorXd::Zero(1), 0.5);
  const auto at = [](double x, double value) { return CmaEs::Point{Eigen::VectorXd::Constant(1, x), value}; };
  strategy.tell({at(0.1, 1), at(0.5, 4), at(-0.3, 0), at(0.2, 3)});
  // The best two, 0.5 and 0.2: 0.804163 * 0.5 + 0.195837 * 0.2.
  CHECK(strategy.mean()[0] == doctest::Approx(0.4412489).epsilon(1e-6));
  // c_sigma = 3.459739 / 7.459739, d_sigma = 1 + c_sigma; the step 0.8824978 makes p_sigma 0.8999; E|N(0, 1)| by the paper's series 0.797619.
  const double c = 3.459739 / 7.459739, p = std::sqrt(c * (2 - c) * 1.459739) * 0.8824978;
  CHECK(strategy.sigma() == doctest::Approx(0.5 * std::exp(c / (1 + c) * (p / 0.7976190 - 1))).epsilon(1e-5));
}

TEST_CASE("it learns the axes of a narrow, turned valley, where deviations alone do not") {
  const auto sphere = [](const Eigen::VectorXd& x) { return x.squaredNorm(); };
  CHECK(generations_needed(CmaEs(Eigen::VectorXd::Constant(5, 1), 0.5), sphere) < 120);
  const auto valley = [](const Eigen::VectorXd& x) {
    const double along = (x[0] + x[1]) / std::sqrt(2.0), across = (x[0] - x[1]) / std::sqrt(2.0);
    return along * along + 1e4 * across * across + 100 * x[2] * x[2];
  };
  CHECK(generations_needed(CmaEs(Eigen::VectorXd::Constant(3, 1), 0.5), valley) < 250);
}

TEST_CASE("a point from far away does not carry the mean along") {
  CmaEs strategy(Eigen::VectorXd::Zero(2), 0.1);
  std::vector<CmaEs::Point> points(6, {Eigen::VectorXd::Constant(2, 0.05), 0});
  points[0] = {Eigen::VectorXd::Constant(2, 1000), 1};
  strategy.tell(points);
  CHECK(strategy.mean().norm() < 0.3);
  CHECK(strategy.sigma() < 0.3);
}

}  // namespace docket::search
