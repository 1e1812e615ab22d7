/// Gaussian process regression with a Matern 5/2 kernel: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, ch. 2, 4, 5.
// Eigen does the algebra and NLopt the fitting; the process itself is in no C++ library that Debian ships.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <nlopt.h>

namespace docket::search {

/// How a coordinate is compared: a number in [0, 1] by its difference, a choice by whether it is the same.
enum class Coordinate { number, choice };

/// Of a process with mean 0 and variance 1.
struct GpScales {
  Eigen::VectorXd lengths;  // one a coordinate, > 0
  double noise = 1e-4;      // variance of the observations, > 0
};

namespace detail {

inline double squared_difference(Coordinate kind, double a, double b) { return kind == Coordinate::choice ? (a == b ? 0 : 1) : (a - b) * (a - b); }

/// (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r); squared: r^2.
inline double matern_5_2(double squared) {
  const double scaled = std::sqrt(5 * squared);
  return (1 + scaled + scaled * scaled / 3) * std::exp(-scaled);
}

/// -2 r^2 times the kernel's derivative by r^2, over r^2: what a squared, scaled difference is worth in d k / d log length.
inline double matern_5_2_slope(double squared) {
  const double scaled = std::sqrt(5 * squared);
  return 5.0 / 3 * (1 + scaled) * std::exp(-scaled);
}

}  // namespace detail

/// Log posterior density of the scales, up to a constant, given observations `y` (mean 0, variance 1) at the rows of `x`; adds up its
/// derivative by the logarithms of lengths and noise where `gradient` is given. The priors are those of Hvarfner, Hellsten and Nardi,
/// "Vanilla Bayesian Optimization Performs Great in High Dimensions", 2024: length LogNormal(sqrt2 + log(d) / 2, sqrt3), noise LogNormal(-4, 1).
[[nodiscard]] inline double log_posterior(const std::vector<Coordinate>& kinds, const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const GpScales& scales, double* gradient = nullptr) {
  const Eigen::Index n = x.rows(), d = x.cols();
  std::vector<Eigen::MatrixXd> parts(static_cast<std::size_t>(d), Eigen::MatrixXd(n, n));
  Eigen::MatrixXd squared = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index k = 0; k < d; ++k) {
    Eigen::MatrixXd& part = parts[static_cast<std::size_t>(k)];
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index j = 0; j < n; ++j) part(i, j) = detail::squared_difference(kinds[static_cast<std::size_t>(k)], x(i, k), x(j, k)) / (scales.lengths[k] * scales.lengths[k]);
    }
    squared += part;
  }
  Eigen::MatrixXd covariance = squared.unaryExpr(&detail::matern_5_2);
  covariance.diagonal().array() += scales.noise;
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  if (factor.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
  const Eigen::VectorXd alpha = factor.solve(y);
  double density = -0.5 * y.dot(alpha) - Eigen::MatrixXd(factor.matrixL()).diagonal().array().log().sum();

  const double mu = std::sqrt(2.0) + 0.5 * std::log(static_cast<double>(d)), variance = 3;
  for (Eigen::Index k = 0; k < d; ++k) {
    const double place = std::log(scales.lengths[k]);
    density -= place + (place - mu) * (place - mu) / (2 * variance);
  }
  const double noise = std::log(scales.noise);
  density -= noise + (noise + 4) * (noise + 4) / 2;
  if (gradient == nullptr) return density;

  const Eigen::MatrixXd weight = alpha * alpha.transpose() - factor.solve(Eigen::MatrixXd::Identity(n, n));
  const Eigen::MatrixXd sloped = weight.cwiseProduct(squared.unaryExpr(&detail::matern_5_2_slope));
  for (Eigen::Index k = 0; k < d; ++k) {
    gradient[k] = 0.5 * sloped.cwiseProduct(parts[static_cast<std::size_t>(k)]).sum() - 1 - (std::log(scales.lengths[k]) - mu) / variance;
  }
  gradient[d] = 0.5 * scales.noise * weight.trace() - 1 - (noise + 4);
  return density;
}

/// The most probable scales; lengths in [0.01, 100], noise in [1e-6, 1].
[[nodiscard]] inline GpScales fit_scales(const std::vector<Coordinate>& kinds, const Eigen::MatrixXd& x, const Eigen::VectorXd& y) {
  struct Problem {
    const std::vector<Coordinate>& kinds;
    const Eigen::MatrixXd& x;
    const Eigen::VectorXd& y;
    static GpScales scales(unsigned count, const double* logs) {
      return {Eigen::Map<const Eigen::VectorXd>(logs, static_cast<Eigen::Index>(count) - 1).array().exp(), std::exp(logs[count - 1])};
    }
    static double density(unsigned count, const double* logs, double* gradient, void* self) {
      const auto& problem = *static_cast<const Problem*>(self);
      return log_posterior(problem.kinds, problem.x, problem.y, scales(count, logs), gradient);
    }
  } problem{kinds, x, y};
  const auto count = static_cast<unsigned>(x.cols()) + 1;
  // The priors' modes.
  std::vector<double> logs(count, std::sqrt(2.0) + 0.5 * std::log(static_cast<double>(x.cols())) - 3), low(count, std::log(0.01)), high(count, std::log(100.0));
  logs.back() = -5;
  low.back() = std::log(1e-6);
  high.back() = 0;
  nlopt_opt fit = nlopt_create(NLOPT_LD_LBFGS, count);
  nlopt_set_max_objective(fit, &Problem::density, &problem);
  nlopt_set_lower_bounds(fit, low.data());
  nlopt_set_upper_bounds(fit, high.data());
  nlopt_set_ftol_abs(fit, 1e-4);
  nlopt_set_maxeval(fit, 100);
  double reached = 0;
  nlopt_optimize(fit, logs.data(), &reached);  // whatever it says: `logs` holds the best it saw
  nlopt_destroy(fit);
  return Problem::scales(count, logs.data());
}

class GaussianProcess {
 public:
  /// x: an observation a row; y: mean 0, variance 1, about.
  GaussianProcess(std::vector<Coordinate> kinds, Eigen::MatrixXd x, Eigen::VectorXd y, GpScales scales)
      : kinds_(std::move(kinds)), x_(std::move(x)), y_(std::move(y)), scales_(std::move(scales)) {
    Eigen::MatrixXd covariance(x_.rows(), x_.rows());
    for (Eigen::Index i = 0; i < x_.rows(); ++i) covariance.col(i) = correlations(x_.row(i));
    covariance.diagonal().array() += scales_.noise;
    factor_.compute(covariance);
    alpha_ = factor_.solve(y_);
  }

  struct Belief {
    double mean = 0, deviation = 0;  // of the noiseless value
  };

  [[nodiscard]] Belief at(const Eigen::RowVectorXd& point) const {
    const Eigen::VectorXd near = correlations(point);
    const Eigen::VectorXd solved = factor_.matrixL().solve(near);
    return {near.dot(alpha_), std::sqrt(std::max(1 - solved.squaredNorm(), 1e-12))};
  }

  /// With one more observation, which says what the process believes there (Ginsbourger, Le Riche and Carraro, "Kriging Is Well-Suited to
  /// Parallelize Optimization", 2010: the kriging believer).
  [[nodiscard]] GaussianProcess believing(const Eigen::RowVectorXd& point) const {
    Eigen::MatrixXd x(x_.rows() + 1, x_.cols());
    x << x_, point;
    Eigen::VectorXd y(y_.size() + 1);
    y << y_, at(point).mean;
    return {kinds_, std::move(x), std::move(y), scales_};
  }

 private:
  [[nodiscard]] Eigen::VectorXd correlations(const Eigen::RowVectorXd& point) const {
    Eigen::VectorXd near(x_.rows());
    for (Eigen::Index i = 0; i < x_.rows(); ++i) {
      double squared = 0;
      for (Eigen::Index k = 0; k < x_.cols(); ++k) {
        squared += detail::squared_difference(kinds_[static_cast<std::size_t>(k)], x_(i, k), point[k]) / (scales_.lengths[k] * scales_.lengths[k]);
      }
      near[i] = detail::matern_5_2(squared);
    }
    return near;
  }

  std::vector<Coordinate> kinds_;
  Eigen::MatrixXd x_;
  Eigen::VectorXd y_;
  GpScales scales_;
  Eigen::LLT<Eigen::MatrixXd> factor_;
  Eigen::VectorXd alpha_;
};

}  // namespace docket::search
