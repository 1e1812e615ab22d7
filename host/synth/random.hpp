/// docket's random generator with the few draws that receipts need.
#pragma once

#include <cstddef>
#include <cstdint>

#include <docket/core/random.hpp>

namespace docket::synth {

/// One generator serves one job; `fork` gives an independent one to a part of the job, so that a part which draws more or less
/// leaves all others as they were.
class Random : public docket::Random {
 public:
  using docket::Random::Random;

  [[nodiscard]] Random fork(std::uint64_t part) const { return Random({state()[0], state()[1], part}); }
  /// Both ends included.
  int integer(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1))); }
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }
};

}  // namespace docket::synth
