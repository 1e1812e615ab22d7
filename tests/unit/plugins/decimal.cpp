#include <docket/plugins/decimal.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

using docket::detail::write_decimal;

namespace {

std::string decimal(double value) {
  std::string text;
  write_decimal(value, [&](char c) { text.push_back(c); });
  return text;
}

constexpr int length_at_compile_time(double value) {
  int length = 0;
  write_decimal(value, [&](char) { ++length; });
  return length;
}

static_assert(length_at_compile_time(0.25) == 4);

}  // namespace

TEST_CASE("what a person writes comes back as written") {
  CHECK(decimal(0) == "0.0");
  CHECK(decimal(0.3) == "0.3");
  CHECK(decimal(-1.5) == "-1.5");
  CHECK(decimal(960) == "960.0");
  CHECK(decimal(0.0001) == "0.0001");
  CHECK(decimal(1e-5) == "0.00001");
  CHECK(decimal(1e-6) == "1.0e-06");
  CHECK(decimal(3.5e-7) == "3.5e-07");
  CHECK(decimal(1e9) == "1000000000.0");
  CHECK(decimal(1e100) == "1.0e+100");
  CHECK(decimal(0.1 + 0.2) == "0.30000000000000004");
}

TEST_CASE("every double is read back as itself") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    REQUIRE(std::strtod(decimal(value).c_str(), nullptr) == value);
  }
  for (const double value : {std::numeric_limits<double>::max(), std::numeric_limits<double>::min(), std::numeric_limits<double>::denorm_min(),
                             9.5, 99999999999999.9, 0.99999999999999999}) {
    CHECK(std::strtod(decimal(value).c_str(), nullptr) == value);
  }
}
