/// A double as decimal text at compile time (std::to_chars is not constexpr for doubles in C++20). Plain arrays throughout: g++ 12
/// does not return a std::string from one constexpr function to another.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace docket::detail {

/// The value is 0.d1d2... * 10^exponent; the exact expansion of a double has at most 767 digits.
struct Digits {
  char digit[800] = {};  // '0' to '9'
  std::size_t size = 0;
  int exponent = 0;
};

/// A big unsigned integer, least significant limb first; just what the exact expansion needs.
struct BigInteger {
  std::vector<std::uint32_t> limbs;

  constexpr void multiply(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& limb : limbs) {
      carry += std::uint64_t{limb} * factor;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) limbs.push_back(static_cast<std::uint32_t>(carry));
  }

  /// Divides by ten, returns the remainder.
  constexpr int pop_digit() {
    std::uint64_t rest = 0;
    for (std::size_t i = limbs.size(); i-- > 0;) {
      rest = rest << 32 | limbs[i];
      limbs[i] = static_cast<std::uint32_t>(rest / 10);
      rest %= 10;
    }
    while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
    return static_cast<int>(rest);
  }
};

/// The exact expansion of a positive double, without zeros at its end.
constexpr Digits exact_digits(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const int raw = static_cast<int>(bits >> 52 & 0x7ff);
  const std::uint64_t mantissa = (bits & 0xfffffffffffffULL) | (raw > 0 ? 1ULL << 52 : 0);
  const int power = (raw > 0 ? raw : 1) - 1075;  // value = mantissa * 2^power
  BigInteger big;
  big.limbs.push_back(static_cast<std::uint32_t>(mantissa));
  big.limbs.push_back(static_cast<std::uint32_t>(mantissa >> 32));
  for (int i = 0; i < power; ++i) big.multiply(2);
  for (int i = 0; i > power; --i) big.multiply(5);  // m / 2^k = m * 5^k / 10^k
  Digits d;
  std::vector<char> reversed;
  while (!big.limbs.empty()) reversed.push_back(static_cast<char>('0' + big.pop_digit()));
  d.exponent = static_cast<int>(reversed.size()) + (power < 0 ? power : 0);
  for (std::size_t i = reversed.size(); i-- > 0;) d.digit[d.size++] = reversed[i];
  while (d.size > 1 && d.digit[d.size - 1] == '0') --d.size;
  return d;
}

/// Rounds half up to `count` digits, without zeros at the end.
constexpr void round_to(Digits& d, std::size_t count) {
  if (d.size <= count) return;
  const bool up = d.digit[count] >= '5';
  d.size = count;
  while (up && d.size > 0 && d.digit[d.size - 1] == '9') --d.size;
  if (up && d.size > 0) ++d.digit[d.size - 1];
  if (up && d.size == 0) {
    d.digit[d.size++] = '1';
    ++d.exponent;
  }
  while (d.size > 1 && d.digit[d.size - 1] == '0') --d.size;
}

/// True when the digits (at most 15) are read back as `value`; false also where that cannot be told simply. Both factors are
/// exact doubles, so the one operation rounds correctly (Clinger, "How to read floating point numbers accurately", 1990).
constexpr bool reads_as(const Digits& d, double value) {
  double whole = 0;
  for (std::size_t i = 0; i < d.size; ++i) whole = whole * 10 + (d.digit[i] - '0');
  const int power = d.exponent - static_cast<int>(d.size);
  if (power > 22 || power < -22) return false;
  double scale = 1;
  for (int i = 0; i < (power < 0 ? -power : power); ++i) scale *= 10;
  return (power < 0 ? whole / scale : whole * scale) == value;
}

/// Gives `put` the characters of the text of at most 15 digits that names `value` if there is one, else of 17 digits; always with
/// a point or an exponent, so that a JSON reader takes it for a number of floating type. `value` is finite.
template <class Put>
constexpr void write_decimal(double value, Put put) {
  if (value < 0) put('-');
  const double magnitude = value < 0 ? -value : value;
  Digits d;
  if (magnitude > 0) {
    d = exact_digits(magnitude);
    Digits exact = d;
    round_to(d, 15);
    if (!reads_as(d, magnitude)) {
      d = exact;
      round_to(d, 17);  // 17 digits always name one double
    }
  } else {
    d.digit[d.size++] = '0';
    d.exponent = 1;
  }
  const int size = static_cast<int>(d.size);
  const bool plain = d.exponent > -5 && d.exponent <= 15;
  const int point = plain ? d.exponent : 1;
  if (point <= 0) put('0');
  for (int i = 0; i < point; ++i) put(i < size ? d.digit[i] : '0');
  put('.');
  for (int i = point; i < 0; ++i) put('0');
  for (int i = point > 0 ? point : 0; i < size; ++i) put(d.digit[i]);
  if (point >= size) put('0');
  if (plain) return;
  int exponent = d.exponent - 1;
  put('e');
  put(exponent < 0 ? '-' : '+');
  exponent = exponent < 0 ? -exponent : exponent;
  if (exponent >= 100) put(static_cast<char>('0' + exponent / 100));
  put(static_cast<char>('0' + exponent / 10 % 10));
  put(static_cast<char>('0' + exponent % 10));
}

}  // namespace docket::detail
