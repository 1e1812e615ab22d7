/// A small random generator whose numbers are the same with every compiler and standard library.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace docket {

/// xoshiro256** (Blackman and Vigna, 2018), seeded through splitmix64. A key such as {seed, epoch, index} gives every sample its
/// own generator, so a result does not depend on which thread drew it.
class Random {
 public:
  using State = std::array<std::uint64_t, 4>;

  Random(std::initializer_list<std::uint64_t> key) {
    std::uint64_t mixed = 0x9e3779b97f4a7c15;
    for (const std::uint64_t part : key) mixed = splitmix(mixed ^ splitmix(part));
    for (std::uint64_t& word : state_) word = mixed = splitmix(mixed);
  }
  explicit Random(const State& state) : state_(state) {}

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// In [low, high).
  double uniform(double low = 0, double high = 1) { return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53); }

  /// In [0, count); count is at least 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }

  /// True with this probability.
  bool chance(double probability) { return uniform() < probability; }

  /// Mean 0, deviation 1 (Box and Muller).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

  /// Fisher and Yates.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
  }

  [[nodiscard]] const State& state() const { return state_; }

 private:
  static std::uint64_t rotate(std::uint64_t value, int bits) { return (value << bits) | (value >> (64 - bits)); }
  static std::uint64_t splitmix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  }

  State state_{};
};

}  // namespace docket
