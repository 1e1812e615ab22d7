/// Covariance matrix adaptation: Hansen, "The CMA Evolution Strategy: A Tutorial", 2016, arXiv:1604.00772; the equations' numbers are its.
// Eigen does the algebra; by hand because a study's state must follow from its trials alone, which ask-and-tell libraries do not allow.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <docket/core/random.hpp>

namespace docket::search {

class CmaEs {
 public:
  struct Point {
    Eigen::VectorXd place;
    double value;  // greater is better
  };

  /// The search begins around `mean` with deviation `sigma` in each of its dimensions, one at least.
  CmaEs(Eigen::VectorXd mean, double sigma) : mean_(std::move(mean)), sigma_(sigma), n_(static_cast<double>(mean_.size())) {
    const Eigen::Index size = mean_.size();
    lambda_ = 4 + static_cast<std::size_t>(3 * std::log(n_));
    const std::size_t mu = lambda_ / 2;
    for (std::size_t i = 1; i <= mu; ++i) weights_.push_back(std::log((static_cast<double>(lambda_) + 1) / 2) - std::log(static_cast<double>(i)));  // (49), positive ones only
    double sum = 0, squares = 0;
    for (const double weight : weights_) sum += weight;
    for (double& weight : weights_) {
      weight /= sum;
      squares += weight * weight;
    }
    mu_eff_ = 1 / squares;
    c_sigma_ = (mu_eff_ + 2) / (n_ + mu_eff_ + 5);                                                      // (55)
    d_sigma_ = 1 + 2 * std::max(0.0, std::sqrt((mu_eff_ - 1) / (n_ + 1)) - 1) + c_sigma_;
    c_c_ = (4 + mu_eff_ / n_) / (n_ + 4 + 2 * mu_eff_ / n_);                                            // (56)
    c_1_ = 2 / ((n_ + 1.3) * (n_ + 1.3) + mu_eff_);                                                     // (57)
    c_mu_ = std::min(1 - c_1_, 2 * (mu_eff_ - 2 + 1 / mu_eff_) / ((n_ + 2) * (n_ + 2) + mu_eff_));      // (58)
    expected_norm_ = std::sqrt(n_) * (1 - 1 / (4 * n_) + 1 / (21 * n_ * n_));
    p_sigma_ = p_c_ = Eigen::VectorXd::Zero(size);
    covariance_ = axes_ = Eigen::MatrixXd::Identity(size, size);
    lengths_ = Eigen::VectorXd::Ones(size);
  }

  /// How many points a generation has.
  [[nodiscard]] std::size_t generation_size() const { return lambda_; }
  [[nodiscard]] const Eigen::VectorXd& mean() const { return mean_; }
  [[nodiscard]] double sigma() const { return sigma_; }

  [[nodiscard]] Eigen::VectorXd draw(Random& random) const {
    Eigen::VectorXd z(mean_.size());
    for (double& value : z) value = random.normal();
    return mean_ + sigma_ * (axes_ * lengths_.cwiseProduct(z));  // (38) to (40)
  }

  /// generation: generation_size() points. Of those that were not drawn from this distribution, the step is cut to a likely length (Hansen,
  /// "Injecting External Solutions Into CMA-ES", 2011).
  void tell(std::vector<Point> generation) {
    std::stable_sort(generation.begin(), generation.end(), [](const Point& a, const Point& b) { return a.value > b.value; });
    const Eigen::MatrixXd inverse_root = axes_ * lengths_.cwiseInverse().asDiagonal() * axes_.transpose();
    const double longest = std::sqrt(n_) + 2 * n_ / (n_ + 2);
    std::vector<Eigen::VectorXd> steps;
    Eigen::VectorXd mean_step = Eigen::VectorXd::Zero(mean_.size());
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const Eigen::VectorXd step = (generation[i].place - mean_) / sigma_;
      const double length = (inverse_root * step).norm();
      steps.push_back(length > longest ? Eigen::VectorXd(step * (longest / length)) : step);
      mean_step += weights_[i] * steps.back();  // (41)
    }
    mean_ += sigma_ * mean_step;                                                                                        // (42)
    p_sigma_ = (1 - c_sigma_) * p_sigma_ + std::sqrt(c_sigma_ * (2 - c_sigma_) * mu_eff_) * (inverse_root * mean_step);  // (43)
    ++generations_;
    const bool moving = p_sigma_.norm() / std::sqrt(1 - std::pow(1 - c_sigma_, 2.0 * generations_)) < (1.4 + 2 / (n_ + 1)) * expected_norm_;
    p_c_ = (1 - c_c_) * p_c_;                                                                                           // (45)
    if (moving) p_c_ += std::sqrt(c_c_ * (2 - c_c_) * mu_eff_) * mean_step;
    covariance_ *= 1 - c_1_ - c_mu_ + (moving ? 0 : c_1_ * c_c_ * (2 - c_c_));                                          // (47)
    covariance_ += c_1_ * p_c_ * p_c_.transpose();
    for (std::size_t i = 0; i < steps.size(); ++i) covariance_ += c_mu_ * weights_[i] * steps[i] * steps[i].transpose();
    sigma_ *= std::exp(std::min(1.0, c_sigma_ / d_sigma_ * (p_sigma_.norm() / expected_norm_ - 1)));                    // (44)
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(covariance_);
    axes_ = axes.eigenvectors();
    lengths_ = axes.eigenvalues().cwiseMax(1e-20).cwiseSqrt();
  }

 private:
  Eigen::VectorXd mean_;
  double sigma_, n_;
  std::size_t lambda_ = 0;
  std::vector<double> weights_;
  double mu_eff_ = 0, c_sigma_ = 0, d_sigma_ = 0, c_c_ = 0, c_1_ = 0, c_mu_ = 0, expected_norm_ = 0;
  Eigen::VectorXd p_sigma_, p_c_, lengths_;
  Eigen::MatrixXd covariance_, axes_;
  int generations_ = 0;
};

}  // namespace docket::search
