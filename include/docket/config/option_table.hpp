/// The run-time face of an option schema: a table that needs no C++ type, and the way from JSON values to the typed struct.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/options.hpp>
#include <docket/core/error.hpp>

namespace docket {

/// One option as data: what `plugins show`, the JSON Schema, the checks and the plugin note hold.
struct OptionInfo {
  std::string name;
  OptionType type = OptionType::string;
  Range range;
  std::vector<std::string> choices;
  std::string sentence;
  nlohmann::json default_value;
};

using OptionTable = std::vector<OptionInfo>;

namespace detail {

template <class Value>
constexpr OptionType option_type() {
  if constexpr (std::is_same_v<Value, bool>) return OptionType::boolean;
  if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, std::int64_t>) return OptionType::integer;
  if constexpr (std::is_same_v<Value, double>) return OptionType::number;
  if constexpr (std::is_same_v<Value, std::string>) return OptionType::string;
  if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>) return OptionType::integers;
  if constexpr (std::is_same_v<Value, std::vector<double>>) return OptionType::numbers;
  if constexpr (std::is_same_v<Value, std::vector<std::string>>) return OptionType::strings;
}

/// So that a large number is refused instead of cut to its low bits.
constexpr Range within_int(Range range) {
  constexpr double least = std::numeric_limits<int>::min();
  constexpr double most = std::numeric_limits<int>::max();
  return {range.min < least ? least : range.min, range.max > most ? most : range.max};
}

/// Not inlined: GCC 12 would warn of fields that a small T does not have, on paths that are never taken.
template <class T>
[[gnu::noinline]] nlohmann::json field_value(const T& object, const typename Option<T>::Field& field) {
  return std::visit([&](auto member) { return nlohmann::json(object.*member); }, field);
}

}  // namespace detail

/// The schema as a table; defaults are those of a value-initialised T.
template <class T, std::size_t N>
OptionTable option_table(const OptionSchema<T, N>& schema) {
  OptionTable table;
  const T defaults{};
  for (const Option<T>& option : schema.options) {
    OptionInfo info;
    info.name = option.name;
    info.range = option.range;
    for (const char* choice : option.choices) {
      if (choice != nullptr) info.choices.emplace_back(choice);
    }
    info.sentence = option.sentence;
    std::visit(
        [&](auto field) {
          using Value = std::remove_cvref_t<decltype(defaults.*field)>;
          info.type = detail::option_type<Value>();
          if constexpr (std::is_same_v<Value, int>) info.range = detail::within_int(info.range);
        },
        option.field);
    info.default_value = detail::field_value(defaults, option.field);
    table.push_back(std::move(info));
  }
  return table;
}

/// Fills T from `values`, an object that was checked against the schema's table (config/check.hpp does that, with line and
/// column). Absent keys keep their default. Throws Error(config) when a value has another type than its field.
template <class T, std::size_t N>
T parse_options(const OptionSchema<T, N>& schema, const nlohmann::json& values) {
  T parsed{};
  for (const Option<T>& option : schema.options) {
    const auto found = values.find(option.name);
    if (found == values.end()) continue;
    try {
      std::visit([&](auto field) { found->get_to(parsed.*field); }, option.field);
    } catch (const nlohmann::json::exception&) {
      throw Error(ErrorKind::config, option.name, "is " + found->dump() + ", which is of another type than the option");
    }
  }
  return parsed;
}

}  // namespace docket
