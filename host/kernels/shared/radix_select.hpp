/// Finding the n-th largest of many probabilities by counting: three passes of ten bits over the bits of the floats.
#pragma once

#include <stdint.h>

#include "both.hpp"

namespace docket {

constexpr int radix_bits = 10;
constexpr int radix_bins = 1 << radix_bits;
constexpr int radix_passes = 3;  // a float in [0, 1] has no more than 30 bits

/// What is known of the n-th largest so far: its upper bits, and how many of equal upper bits are still wanted.
struct RadixCut {
  uint32_t prefix = 0;
  int64_t wanted = 0;
};

/// The digit of a float's bits in a pass (0 first), if its upper bits are those of the cut; else -1.
DOCKET_BOTH inline int radix_digit(uint32_t bits, const RadixCut& cut, int pass) {
  const int shift = radix_bits * (radix_passes - 1 - pass);
  if (pass > 0 && (bits >> (shift + radix_bits)) != cut.prefix) return -1;
  return static_cast<int>((bits >> shift) & (radix_bins - 1));
}

/// After a pass has counted its digits. With nothing wanted the cut lies above every float.
DOCKET_BOTH inline void radix_descend(const unsigned long long* counts, RadixCut& cut) {
  int digit = radix_bins - 1;
  for (; digit > 0 && cut.wanted > static_cast<int64_t>(counts[digit]); --digit) cut.wanted -= static_cast<int64_t>(counts[digit]);
  cut.prefix = (cut.prefix << radix_bits) | static_cast<uint32_t>(digit);
}

}  // namespace docket
