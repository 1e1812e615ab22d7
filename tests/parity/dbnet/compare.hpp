/// Comparison of a tensor with golden's description of one: mean, min, max, L2 and values at positions.
#pragma once

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <nlohmann/json.hpp>

#include "support/doctest_beside_torch.hpp"

namespace docket::golden {

/// |a - b| as a share of b's size, but never of less than 1.
inline double gap(double a, double b) { return std::abs(a - b) / std::max(1.0, std::abs(b)); }
/// The same as a share of b alone.
inline double relative_gap(double a, double b) { return a == b ? 0 : std::abs(a - b) / std::abs(b); }

inline void check_described(const at::Tensor& tensor, const nlohmann::json& expected, const nlohmann::json& positions, double tolerance) {
  const at::Tensor flat = tensor.detach().to(at::kDouble).flatten();
  CHECK(gap(flat.mean().item<double>(), expected["mean"]) <= tolerance);
  CHECK(gap(flat.min().item<double>(), expected["min"]) <= tolerance);
  CHECK(gap(flat.max().item<double>(), expected["max"]) <= tolerance);
  CHECK(gap(flat.norm().item<double>(), expected["l2"]) <= tolerance);
  double largest = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double value = flat[positions[i].get<std::int64_t>()].item<double>();
    largest = std::max(largest, std::abs(value - expected["values"][i].get<double>()));
  }
  CHECK(largest <= tolerance);
}

}  // namespace docket::golden
