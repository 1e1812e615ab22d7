/// The Gaussian process by hand, and its sampler on functions with a known optimum.
#include <docket/search/samplers/gp.hpp>

#include <cmath>

#include <doctest/doctest.h>

namespace docket::search {
namespace {

Eigen::RowVectorXd row(double a, double b) { return (Eigen::RowVectorXd(2) << a, b).finished(); }

}  // namespace

TEST_CASE("with one observation, mean and deviation are those of two normal variables") {
  // Matern 5/2 at r = 1: (1 + sqrt5 + 5/3) exp(-sqrt5) = 0.523994; at a choice that differs the same with length 1.
  const GaussianProcess process({Coordinate::number, Coordinate::choice}, row(0, 0), Eigen::VectorXd::Constant(1, 2), {Eigen::VectorXd::Constant(2, 0.5), 0.25});
  const double far = (1 + std::sqrt(5.0) + 5.0 / 3) * std::exp(-std::sqrt(5.0));
  CHECK(process.at(row(0.5, 0)).mean == doctest::Approx(far * 2 / 1.25).epsilon(1e-9));
  CHECK(process.at(row(0.5, 0)).deviation == doctest::Approx(std::sqrt(1 - far * far / 1.25)).epsilon(1e-9));
  CHECK(process.at(row(0, 1)).mean == doctest::Approx((1 + 2 * std::sqrt(5.0) + 20.0 / 3) * std::exp(-2 * std::sqrt(5.0)) * 2 / 1.25).epsilon(1e-9));
  CHECK(process.at(row(0, 7)).mean == process.at(row(0, 1)).mean);
  const GaussianProcess believer = process.believing(row(0.5, 0));
  CHECK(believer.at(row(0.5, 0)).mean == doctest::Approx(process.at(row(0.5, 0)).mean).epsilon(1e-9));
  CHECK(believer.at(row(0.5, 0)).deviation < process.at(row(0.5, 0)).deviation);
}

TEST_CASE("the derivatives of the scales' density are its differences") {
  const std::vector<Coordinate> kinds{Coordinate::number, Coordinate::choice};
  Eigen::MatrixXd x(5, 2);
  x << 0.1, 0, 0.4, 1, 0.45, 0, 0.8, 2, 0.9, 1;
  const Eigen::VectorXd y = (Eigen::VectorXd(5) << -1, 0.2, 0.3, 1.4, -0.9).finished();
  const auto scales = [](const Eigen::Vector3d& logs) { return GpScales{logs.head(2).array().exp(), std::exp(logs[2])}; };
  const Eigen::Vector3d logs(-0.7, 0.4, -3);
  Eigen::Vector3d gradient;
  (void)log_posterior(kinds, x, y, scales(logs), gradient.data());
  for (int k = 0; k < 3; ++k) {
    const Eigen::Vector3d step = 1e-5 * Eigen::Vector3d::Unit(k);
    CHECK(gradient[k] == doctest::Approx((log_posterior(kinds, x, y, scales(logs + step)) - log_posterior(kinds, x, y, scales(logs - step))) / 2e-5).epsilon(1e-6));
  }
}

TEST_CASE("a coordinate that decides nothing gets the longer length") {
  Eigen::MatrixXd x(12, 2);
  Eigen::VectorXd y(12);
  Random random{3};
  for (Eigen::Index i = 0; i < 12; ++i) {
    x.row(i) = row(random.uniform(), random.uniform());
    y[i] = std::sin(6 * x(i, 0));
  }
  const GpScales scales = fit_scales({Coordinate::number, Coordinate::number}, x, y);
  CHECK(scales.lengths[1] > 3 * scales.lengths[0]);
}

TEST_CASE("expected improvement, also far below the best") {
  CHECK(log_expected_improvement({1, 2}, 1) == doctest::Approx(std::log(2 * 0.3989422804)).epsilon(1e-9));
  CHECK(log_expected_improvement({3, 1}, 1) == doctest::Approx(std::log(2.00849070)).epsilon(1e-7));  // phi(2) + 2 Phi(2)
  // phi(z) / z^2 (1 - 3 / z^2 + 15 / z^4): both sides of the seam.
  for (const double z : {-9.9, -10.1}) {
    const double series = -0.5 * z * z - 0.9189385332 - 2 * std::log(-z) + std::log(1 - 3 / (z * z) + 15 / (z * z * z * z));
    CHECK(log_expected_improvement({z, 1}, 0) == doctest::Approx(series).epsilon(1e-4));
  }
  CHECK(std::isfinite(log_expected_improvement({-1e6, 1}, 0)));
}

TEST_CASE("gp comes within 0.01 of the least value of Branin's function in forty trials, and goes on while others run") {
  const SearchSpace space{{{"x", FloatRange{-5, 10, false, {}}, {}}, {"y", FloatRange{0, 15, false, {}}, {}}}};
  const auto branin = [](double x, double y) {
    constexpr double pi = 3.14159265358979323846;
    return std::pow(y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6, 2) + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
  };
  std::vector<Trial> trials;
  double best = 1e9;
  for (int n = 0; n < 40; ++n) {
    const Assignment a = GpSampler().propose(space, Goal::minimize, trials, n, 1);
    trials.push_back({n, TrialState::complete, a, branin(a.at("x"), a.at("y")), {}});
    best = std::min(best, *trials.back().value);
  }
  CHECK(best < 0.397887 + 0.01);
  // Four agents at once: the fourth does not repeat what the others try.
  for (int n = 40; n < 44; ++n) trials.push_back({n, TrialState::running, GpSampler().propose(space, Goal::minimize, trials, n, 1), {}, {}});
  for (int a = 40; a < 44; ++a) {
    for (int b = 40; b < a; ++b) CHECK(trials[static_cast<std::size_t>(a)].parameters != trials[static_cast<std::size_t>(b)].parameters);
  }
}

TEST_CASE("a pruned trial is never taken for better than the worst complete one") {
  const std::vector<Trial> trials = {{0, TrialState::complete, {}, 0.9, {}}, {1, TrialState::pruned, {}, {}, {{3, 0.95}}}, {2, TrialState::pruned, {}, {}, {{3, 0.2}}},
                                     {3, TrialState::complete, {}, 0.8, {}}, {4, TrialState::running, {}, {}, {}}, {5, TrialState::pruned, {}, {}, {}}};
  const auto values = [&](Goal goal) {
    std::vector<double> all;
    for (const JudgedTrial& one : judged_trials(trials, goal)) all.push_back(one.value);
    return all;
  };
  CHECK(values(Goal::maximize) == std::vector<double>{0.9, 0.8, 0.2, 0.8, 0.8});
  CHECK(values(Goal::minimize) == std::vector<double>{-0.9, -0.95, -0.9, -0.8, -0.9});
}

}  // namespace docket::search
