/// Weights and inputs computed from their names (golden/weights.md of the reference data), so that a golden file needs none.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace docket::formula {

inline std::uint64_t fnv1a64(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return h;
}

inline std::uint64_t splitmix64(std::uint64_t x) {
  std::uint64_t z = x + 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// In [-1, 1), exact in float32.
inline double u(std::uint64_t name_hash, std::uint64_t seed, std::uint64_t index) {
  const std::uint64_t k = splitmix64(name_hash + seed * 0x9E3779B97F4A7C15u + index) >> 40;
  return (static_cast<double>(k) - 8388608.0) / 8388608.0;
}

/// One value by the rules of weights.md, rounded once to float32. `scale` is gain * sqrt(3 / fan_in), for rule "weight" only.
inline float value(std::string_view rule, double u, double scale) {
  if (rule == "weight") return static_cast<float>(u * scale);
  if (rule == "norm_weight") return static_cast<float>(1 + 0.125 * u);
  if (rule == "running_var") return static_cast<float>(1 + 0.5 * std::abs(u));
  if (rule == "gamma") return static_cast<float>(0.5 + 0.125 * u);
  if (rule == "input") return static_cast<float>(2 * u);
  if (rule == "zero") return 0;
  return static_cast<float>(0.125 * u);  // bias, running_mean, table
}

/// The tensor called `name`: float32, or int64 for rule "zero" (num_batches_tracked).
inline at::Tensor tensor(const std::string& name, at::IntArrayRef shape, std::string_view rule, double fan_in = 1,
                         double gain = 1, std::uint64_t seed = 42) {
  at::Tensor made = at::empty(shape, rule == "zero" ? at::kLong : at::kFloat);
  if (rule == "zero") return made.zero_();
  const double scale = gain * std::sqrt(3.0 / fan_in);
  const std::uint64_t hash = fnv1a64(name);
  auto* data = made.mutable_data_ptr<float>();
  for (std::int64_t i = 0; i < made.numel(); ++i) data[i] = value(rule, u(hash, seed, static_cast<std::uint64_t>(i)), scale);
  return made;
}

}  // namespace docket::formula
