/// How many characters a text has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace docket {

namespace detail {

/// Characters that become several in upper case (Unicode 14, SpecialCasing.txt, unconditional), and by how many they grow.
struct UpperCaseGrowth {
  std::uint32_t first, last;
  std::size_t growth;
};

inline constexpr UpperCaseGrowth upper_case_growth[] = {
    {0xdf, 0xdf, 1},     {0x149, 0x149, 1},   {0x1f0, 0x1f0, 1},   {0x390, 0x390, 2},   {0x3b0, 0x3b0, 2},   {0x587, 0x587, 1},
    {0x1e96, 0x1e9a, 1}, {0x1f50, 0x1f50, 1}, {0x1f52, 0x1f52, 2}, {0x1f54, 0x1f54, 2}, {0x1f56, 0x1f56, 2}, {0x1f80, 0x1faf, 1},
    {0x1fb2, 0x1fb4, 1}, {0x1fb6, 0x1fb6, 1}, {0x1fb7, 0x1fb7, 2}, {0x1fbc, 0x1fbc, 1}, {0x1fc2, 0x1fc4, 1}, {0x1fc6, 0x1fc6, 1},
    {0x1fc7, 0x1fc7, 2}, {0x1fcc, 0x1fcc, 1}, {0x1fd2, 0x1fd3, 2}, {0x1fd6, 0x1fd6, 1}, {0x1fd7, 0x1fd7, 2}, {0x1fe2, 0x1fe3, 2},
    {0x1fe4, 0x1fe4, 1}, {0x1fe6, 0x1fe6, 1}, {0x1fe7, 0x1fe7, 2}, {0x1ff2, 0x1ff4, 1}, {0x1ff6, 0x1ff6, 1}, {0x1ff7, 0x1ff7, 2},
    {0x1ffc, 0x1ffc, 1}, {0xfb00, 0xfb02, 1}, {0xfb03, 0xfb04, 2}, {0xfb05, 0xfb06, 1}, {0xfb13, 0xfb17, 1}};

inline bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

}  // namespace detail

/// Unicode code points of valid UTF-8: neither bytes nor what a reader sees as one sign.
[[nodiscard]] inline std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += detail::continues(byte) ? 0 : 1;
  return count;
}

/// The same after full Unicode upper-casing, in which "ß" becomes "SS".
[[nodiscard]] inline std::size_t upper_case_code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    std::uint32_t code = lead < 0x80 ? lead : (lead < 0xe0 ? lead & 0x1fu : (lead < 0xf0 ? lead & 0x0fu : lead & 0x07u));
    while (i < text.size() && detail::continues(text[i])) code = code << 6 | (static_cast<unsigned char>(text[i++]) & 0x3fu);
    ++count;
    for (const detail::UpperCaseGrowth& range : detail::upper_case_growth) {
      if (range.first <= code && code <= range.last) count += range.growth;
    }
  }
  return count;
}

}  // namespace docket
