/// JSON text cut into its parts without reading numbers or strings, so that a part can be written elsewhere byte for byte.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>

namespace docket::folds {

/// One member of an object.
struct RawMember {
  std::string key;
  std::string_view written_key;  // with its quotes and escapes
  std::string_view value;
};

namespace detail {

inline std::size_t skip_space(std::string_view text, std::size_t at) { return std::min(text.find_first_not_of(" \t\r\n", at), text.size()); }

/// Behind the string that begins at `at`.
inline std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
  return at + 1;
}

/// Behind the value that begins at `at`.
inline std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  do {
    const std::size_t next = depth > 0 ? text.find_first_of("\"{}[]", at) : at;
    if (next >= text.size()) return text.size();
    const char c = text[next];
    at = next + 1;
    if (c == '"') at = skip_string(text, next);
    else if (c == '{' || c == '[') ++depth;
    else if (c == '}' || c == ']') --depth;
    else at = std::min(text.find_first_of(",}] \t\r\n", next), text.size());
  } while (depth > 0);
  return at;
}

}  // namespace detail

/// Throws Error(data) at `where` with line and column when `text` is not JSON.
inline void expect_json(std::string_view text, const std::string& where) {
  if (nlohmann::json::accept(text)) return;
  try {
    [[maybe_unused]] const nlohmann::json parsed = nlohmann::json::parse(text);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::data, where, error.what());
  }
}

/// The members of `object`, which is valid JSON and an object, in their order; a key that comes twice is listed twice. They point
/// into `object`.
[[nodiscard]] inline std::vector<RawMember> raw_members(std::string_view object) {
  std::vector<RawMember> members;
  std::size_t at = detail::skip_space(object, object.find('{') + 1);
  while (at < object.size() && object[at] == '"') {
    const std::size_t after_key = detail::skip_string(object, at);
    const std::string_view key = object.substr(at, after_key - at);
    const std::size_t begin = detail::skip_space(object, object.find(':', after_key) + 1);
    const std::size_t end = detail::skip_value(object, begin);
    members.push_back({nlohmann::json::parse(key).get<std::string>(), key, object.substr(begin, end - begin)});
    at = detail::skip_space(object, end);
    if (at < object.size() && object[at] == ',') at = detail::skip_space(object, at + 1);
  }
  return members;
}

}  // namespace docket::folds
