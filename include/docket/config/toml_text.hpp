/// Values, keys and strings as TOML text.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace docket {

/// A basic string with its quotes.
[[nodiscard]] inline std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      constexpr std::string_view hex = "0123456789ABCDEF";
      quoted += "\\u00";
      quoted += hex[byte >> 4];
      quoted += hex[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// A bare key where TOML allows it, otherwise a quoted one.
[[nodiscard]] inline std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
                                        std::string_view::npos;
  return bare ? std::string(key) : toml_string(key);
}

/// The shortest text that reads back as the same number; whole numbers without a fraction.
[[nodiscard]] inline std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char digits[64];
  const bool whole = value == std::trunc(value) && std::fabs(value) < 1e15;
  const auto end = whole ? std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed)
                         : std::to_chars(digits, digits + sizeof digits, value);
  return {digits, end.ptr};
}

[[nodiscard]] inline std::string toml_value(const nlohmann::json& value) {
  if (value.is_string()) return toml_string(value.get_ref<const std::string&>());
  if (value.is_number_float()) {
    const std::string text = number_text(value.get<double>());
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;  // a float stays a float
  }
  std::string text;
  if (value.is_array()) {
    for (const auto& element : value) text += (text.empty() ? "" : ", ") + toml_value(element);
    return '[' + text + ']';
  }
  if (value.is_object()) {
    for (const auto& [key, element] : value.items()) text += (text.empty() ? "" : ", ") + toml_key(key) + " = " + toml_value(element);
    return text.empty() ? "{}" : "{ " + text + " }";
  }
  return value.dump();
}

/// At most `longest` bytes, cut between characters.
[[nodiscard]] inline std::string clipped(std::string text, std::size_t longest = 80) {
  if (text.size() <= longest) return text;
  std::size_t end = longest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

/// A value for a message: one line, not longer than a glance.
[[nodiscard]] inline std::string shown_value(const nlohmann::json& value) { return clipped(toml_value(value)); }

/// A name for a message, in single quotes.
[[nodiscard]] inline std::string shown_name(std::string_view name) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const bool plain = std::none_of(name.begin(), name.end(), control);
  const std::string quoted = plain ? "" : toml_string(name);
  return '\'' + clipped(plain ? std::string(name) : quoted.substr(1, quoted.size() - 2)) + '\'';
}

}  // namespace docket
