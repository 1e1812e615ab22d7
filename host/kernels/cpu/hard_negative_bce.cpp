/// Balanced cross-entropy of the DB loss (reference-system.md 3.6; DB paper section 3.5).
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <new>
#include <vector>

#include "cpu.hpp"

namespace docket::cpu {
namespace {

/// The loss of a negative grows with its probability alone, so the hardest are those with the largest probability: no logarithm
/// is needed to find them. Floats >= 0 sort like their bits; the upper 16 bits choose a bin.
constexpr int bins = 1 << 15;
int bin_of(float prob) { return static_cast<int>(std::bit_cast<uint32_t>(prob) >> 16); }

struct Counts {
  int64_t positives = 0;
  int64_t negatives = 0;
  std::vector<int64_t> negatives_in_bin = std::vector<int64_t>(bins);
};

bool is_probability(float p) { return p >= 0 && p <= 1; }  // false for NaN

/// Negatives above `bin` are all kept; those in it are kept when above `level`, and `at_level` of those equal to it.
struct Cut {
  int bin = bins;
  float level = 2;
  int64_t at_level = 0;
};

Cut find_cut(const float* prob, const float* target, const float* mask, int64_t count, const Counts& counts, int64_t wanted) {
  Cut cut;
  if (wanted == 0) return cut;
  while (wanted > 0) {
    --cut.bin;
    const int64_t here = counts.negatives_in_bin[static_cast<std::size_t>(cut.bin)];
    if (here >= wanted) break;
    wanted -= here;
  }
  std::vector<float> candidates;
  candidates.reserve(static_cast<std::size_t>(counts.negatives_in_bin[static_cast<std::size_t>(cut.bin)]));
  for (int64_t i = 0; i < count; ++i) {
    const float p = prob[i] + 0.0F;  // -0 -> 0
    if (mask[i] > 0.5F && !(target[i] > 0.5F) && bin_of(p) == cut.bin) candidates.push_back(p);
  }
  const auto last = candidates.begin() + (wanted - 1);
  std::nth_element(candidates.begin(), last, candidates.end(), std::greater<>());
  cut.level = *last;
  cut.at_level = std::count(candidates.begin(), last + 1, cut.level);
  return cut;
}

/// torch's binary_cross_entropy: the logarithm is held at -100, and the gradient's denominator at 1e-12.
double cross_entropy(double p_of_truth) { return -std::max(std::log(p_of_truth), -100.0); }
float slope(float p, float truth, double scale) {
  const double q = p;
  return static_cast<float>((q - truth) / std::max(q * (1 - q), 1e-12) * scale);
}

/// A diverged network must show as a loss that is no number, not end the run here.
int not_a_number(int64_t count, double* loss, float* grad) {
  *loss = std::numeric_limits<double>::quiet_NaN();
  if (grad != nullptr) std::fill_n(grad, count, std::numeric_limits<float>::quiet_NaN());
  return ok;
}

int balanced(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio, double eps,
             double* loss, float* grad) {
  Counts counts;
  for (int64_t i = 0; i < count; ++i) {
    const float p = prob[i] + 0.0F;
    if (!(mask[i] > 0.5F)) continue;
    if (!is_probability(p)) return not_a_number(count, loss, grad);
    if (target[i] > 0.5F) {
      ++counts.positives;
    } else {
      ++counts.negatives;
      ++counts.negatives_in_bin[static_cast<std::size_t>(bin_of(p))];
    }
  }
  const double most = negative_ratio * static_cast<double>(counts.positives);
  const int64_t kept = most < static_cast<double>(counts.negatives) ? static_cast<int64_t>(most) : counts.negatives;
  Cut cut = find_cut(prob, target, mask, count, counts, kept);
  const double scale = 1 / (static_cast<double>(counts.positives + kept) + eps);
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    const float p = prob[i];
    float slope_here = 0;
    if (mask[i] > 0.5F) {
      if (target[i] > 0.5F) {
        sum += cross_entropy(p);
        slope_here = slope(p, 1, scale);
      } else if (p > cut.level || (p == cut.level && cut.at_level-- > 0)) {
        sum += cross_entropy(1 - static_cast<double>(p));
        slope_here = slope(p, 0, scale);
      }
    }
    if (grad != nullptr) grad[i] = slope_here;
  }
  *loss = counts.positives + kept == 0 ? 0 : sum * scale;
  return ok;
}

}  // namespace

int hard_negative_bce(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio, double eps,
                      double* loss, float* grad, void* /*stream*/) {
  if (loss == nullptr || count < 0) return bad_argument;
  if (count > 0 && (prob == nullptr || target == nullptr || mask == nullptr)) return bad_argument;
  if (!(negative_ratio >= 0) || !(eps >= 0)) return bad_argument;
  try {
    return balanced(prob, target, mask, count, negative_ratio, eps, loss, grad);
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  }
}

}  // namespace docket::cpu
