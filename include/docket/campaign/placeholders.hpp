/// {name} in the words of a campaign's stages.
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <vector>

namespace docket::campaign {

namespace detail {

/// A name alone in braces: TOML's inline tables, { low = 1 }, and JSON are left as they are.
inline const std::regex& placeholder_form() {
  static const std::regex form(R"(\{([A-Za-z0-9_-]+)\})");
  return form;
}

}  // namespace detail

/// The names in their order, with repetitions.
[[nodiscard]] inline std::vector<std::string> placeholders_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), detail::placeholder_form()), end; found != end; ++found) names.push_back((*found)[1].str());
  return names;
}

/// `text` with what `value_of` gives for each name in its place; that is not looked through again.
[[nodiscard]] inline std::string filled(const std::string& text, const std::function<std::string(const std::string&)>& value_of) {
  std::string made;
  auto rest = text.begin();
  for (std::sregex_iterator found(text.begin(), text.end(), detail::placeholder_form()), end; found != end; ++found) {
    made.append(rest, text.begin() + found->position());
    made += value_of((*found)[1].str());
    rest = text.begin() + found->position() + found->length();
  }
  return made.append(rest, text.end());
}

}  // namespace docket::campaign
