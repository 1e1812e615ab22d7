/// Checks a section against the options declared for it.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/config/option_table.hpp>
#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

namespace docket {

namespace detail {

[[nodiscard]] inline const char* wanted_type(OptionType type) {
  switch (type) {
    case OptionType::boolean: return "true or false";
    case OptionType::integer: return "a whole number";
    case OptionType::number: return "a number";
    case OptionType::string: return "a string";
    case OptionType::integers: return "a list of whole numbers";
    case OptionType::numbers: return "a list of numbers";
    case OptionType::strings: return "a string or a list of strings";
  }
  return "";
}

[[nodiscard]] inline std::string wanted_range(const Range& range) {
  if (std::isinf(range.min) && std::isinf(range.max)) return "finite";
  if (std::isinf(range.max)) return "at least " + number_text(range.min);
  if (std::isinf(range.min)) return "at most " + number_text(range.max);
  return "in [" + number_text(range.min) + ", " + number_text(range.max) + "]";
}

[[nodiscard]] inline std::string wanted_choice(const std::vector<std::string>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + toml_string(choices[i]);
  }
  return text;
}

[[nodiscard]] inline bool in_range(const Range& range, const nlohmann::json& number) {
  const auto value = number.get<double>();
  return std::isfinite(value) && value >= range.min && value <= range.max;
}

/// The checked value; a whole number is widened where a number is wanted, and one string stands for a list of one. Throws Error(config).
[[nodiscard]] inline nlohmann::json check_value(const OptionInfo& option, const ConfigNode& node) {
  const auto fail = [&](const std::string& value, const std::string& wanted) {
    return Error(ErrorKind::config, node.origin.where(), "'" + option.name + "' is " + value + ", must be " + wanted);
  };
  const nlohmann::json& value = node.value;
  if (node.is_table) throw fail("a table", wanted_type(option.type));
  const auto wrong_type = [&] { return fail(shown_value(value), wanted_type(option.type)); };
  const auto number = [&](const nlohmann::json& from, bool whole, const std::string& place) -> nlohmann::json {
    if (whole ? !from.is_number_integer() : !from.is_number()) throw wrong_type();
    if (!in_range(option.range, from)) throw fail(place + shown_value(from), wanted_range(option.range));
    return whole ? from : nlohmann::json(from.get<double>());
  };
  switch (option.type) {
    case OptionType::boolean:
      if (!value.is_boolean()) throw wrong_type();
      return value;
    case OptionType::integer: return number(value, true, "");
    case OptionType::number: return number(value, false, "");
    case OptionType::string: {
      const auto text = node.as_text();
      if (text && (option.choices.empty() || std::find(option.choices.begin(), option.choices.end(), *text) != option.choices.end())) {
        return *text;
      }
      if (option.choices.empty()) throw wrong_type();
      const auto nearest = text && option.choices.size() > 3 ? nearest_name(*text, option.choices) : std::nullopt;
      throw fail(text ? shown_value(*text) : shown_value(value),
                 wanted_choice(option.choices) + (nearest ? "; did you mean \"" + *nearest + "\"?" : ""));
    }
    case OptionType::integers:
    case OptionType::numbers:
    case OptionType::strings: {
      if (!value.is_array()) {
        const auto one = option.type == OptionType::strings ? node.as_text() : std::nullopt;
        if (!one) throw wrong_type();
        return nlohmann::json::array({*one});
      }
      nlohmann::json list = nlohmann::json::array();
      for (const auto& element : value) {
        if (option.type == OptionType::strings) {
          if (!element.is_string()) throw wrong_type();
          list.push_back(element);
        } else {
          list.push_back(number(element, option.type == OptionType::integers, "a list whose element " + std::to_string(list.size() + 1) + " is "));
        }
      }
      return list;
    }
  }
  return value;
}

/// The section's values that are options, checked. `also_allowed` are further keys, which somebody else reads.
/// Throws Error(config) for the first wrong or unknown key as written.
[[nodiscard]] inline nlohmann::json check_section(std::string_view section, const ConfigNode& table, const OptionTable& options,
                                                  std::span<const std::string_view> also_allowed) {
  nlohmann::json values = nlohmann::json::object();
  for (const auto& [key, node] : table.in_order()) {
    const auto option = std::find_if(options.begin(), options.end(), [name = key](const OptionInfo& info) { return info.name == name; });
    if (option != options.end()) {
      values[option->name] = check_value(*option, *node);
      continue;
    }
    if (std::find(also_allowed.begin(), also_allowed.end(), key) != also_allowed.end()) continue;
    std::vector<std::string> known(also_allowed.begin(), also_allowed.end());
    for (const OptionInfo& info : options) known.push_back(info.name);
    const ConfigNode* use = table.child("use");
    const std::string plugin = use != nullptr && use->value.is_string() ? " with use = " + shown_value(use->value) : "";
    throw Error(ErrorKind::config, node->key_origin.where(),
                "unknown option " + shown_name(key) + " of [" + std::string(section) + "]" + plugin + suggestion(key, known));
  }
  return values;
}

}  // namespace detail

}  // namespace docket
