/// The factor on a half-precision loss that keeps small gradients above zero (Micikevicius et al., 2018; torch's GradScaler).
#pragma once

#include <cstdint>

namespace docket {

/// Doubles after 2,000 good steps, halves at a bad one, which is skipped.
struct LossScale {
  double factor = 65536;
  std::int64_t good_steps = 0;     // since the last change
  std::int64_t skipped_steps = 0;  // of the whole run
  std::int64_t skipped_in_a_row = 0;

  void update(bool finite) {
    constexpr std::int64_t growth_interval = 2000;
    if (!finite) {
      factor /= 2;
      good_steps = 0;
      ++skipped_steps;
      ++skipped_in_a_row;
      return;
    }
    skipped_in_a_row = 0;
    if (++good_steps < growth_interval) return;
    factor *= 2;
    good_steps = 0;
  }
};

}  // namespace docket
