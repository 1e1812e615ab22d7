#include <docket/kernels.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace {

struct Result {
  double loss = -1;
  std::vector<float> grad;
};

Result balanced(const std::vector<float>& prob, const std::vector<float>& target, const std::vector<float>& mask, double ratio) {
  Result result;
  result.grad.resize(prob.size());
  REQUIRE(docket_kernels_cpu()->hard_negative_bce(prob.data(), target.data(), mask.data(), static_cast<std::int64_t>(prob.size()),
                                                  ratio, 1e-6, &result.loss, result.grad.data(), nullptr) == 0);
  return result;
}

/// The definition, by a full sort.
double by_sorting(const std::vector<float>& prob, const std::vector<float>& target, const std::vector<float>& mask, double ratio) {
  double sum = 0;
  std::size_t positives = 0;
  std::vector<double> negatives;
  for (std::size_t i = 0; i < prob.size(); ++i) {
    if (mask[i] == 0) continue;
    if (target[i] == 1) {
      ++positives;
      sum += std::min(-std::log(double{prob[i]}), 100.0);
    } else {
      negatives.push_back(std::min(-std::log(1 - double{prob[i]}), 100.0));
    }
  }
  std::sort(negatives.begin(), negatives.end(), std::greater<>());
  const std::size_t kept = std::min(negatives.size(), static_cast<std::size_t>(ratio * static_cast<double>(positives)));
  for (std::size_t i = 0; i < kept; ++i) sum += negatives[i];
  return positives + kept == 0 ? 0 : sum / (static_cast<double>(positives + kept) + 1e-6);
}

}  // namespace

TEST_CASE("by hand: one positive at 0.5, ratio 2 keeps the two largest of three negatives") {
  const Result result = balanced({0.5F, 0.25F, 0.75F, 0.5F}, {1, 0, 0, 0}, {1, 1, 1, 1}, 2);
  CHECK(result.loss == doctest::Approx((std::log(2.0) + std::log(4.0) + std::log(2.0)) / 3).epsilon(1e-6));
  // d/dp: -1/p for text, 1/(1-p) for the rest, over 3; the negative at 0.25 is not kept.
  CHECK(result.grad[0] == doctest::Approx(-2.0 / 3));
  CHECK(result.grad[1] == 0);
  CHECK(result.grad[2] == doctest::Approx(4.0 / 3));
  CHECK(result.grad[3] == doctest::Approx(2.0 / 3));
}

TEST_CASE("ties at the cut keep exactly as many as wanted, the first ones") {
  const Result result = balanced({0.5F, 0.25F, 0.25F, 0.25F}, {1, 0, 0, 0}, {1, 1, 1, 1}, 2);
  CHECK(result.grad[1] != 0);
  CHECK(result.grad[2] != 0);
  CHECK(result.grad[3] == 0);
}

TEST_CASE("masked pixels are neither text nor background, whatever they hold") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Result result = balanced({0.5F, nan, 0.9F, 0.5F}, {1, 1, 0, 0}, {1, 0, 0, 1}, 3);
  CHECK(result.loss == doctest::Approx(std::log(2.0)).epsilon(1e-5));
  CHECK(result.grad[1] == 0);
  CHECK(result.grad[2] == 0);
}

TEST_CASE("no text gives 0, and a probability that is no number gives no number") {
  CHECK(balanced({0.5F, 0.5F}, {0, 0}, {1, 1}, 3).loss == 0);
  CHECK(balanced({}, {}, {}, 3).loss == 0);
  CHECK(std::isnan(balanced({std::numeric_limits<float>::quiet_NaN(), 0.5F}, {1, 0}, {1, 1}, 3).loss));
  CHECK(std::isnan(balanced({0.5F, 1.5F}, {1, 0}, {1, 1}, 3).loss));
}

TEST_CASE("random maps agree with a full sort") {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(0, 1);
    std::vector<float> prob(20000), target(prob), mask(prob);
    for (std::size_t i = 0; i < prob.size(); ++i) {
      // Even seeds round, so that many pixels tie; exact 0, -0 and 1 are among them.
      const float p = uniform(random);
      prob[i] = seed % 2 == 0 ? std::round(p * 16) / 16 : p;
      if (prob[i] == 0 && i % 2 == 0) prob[i] = -0.0F;
      target[i] = uniform(random) < 0.02F * static_cast<float>(seed) ? 1 : 0;
      mask[i] = uniform(random) < 0.9F ? 1 : 0;
    }
    for (const double ratio : {0.0, 0.7, 3.0, 1000.0}) {
      CAPTURE(ratio);
      const Result result = balanced(prob, target, mask, ratio);
      CHECK(result.loss == doctest::Approx(by_sorting(prob, target, mask, ratio)).epsilon(1e-9));
    }
  }
}
