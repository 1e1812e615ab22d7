/// Options declared once, beside the struct they fill. From the one declaration come parsing, range checks, `docket plugins
/// show`, the docs, the JSON Schema and the bounds of a sweep. A schema is constexpr, so a plugin's schema also goes into its
/// ELF note and is read before the plugin is loaded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace docket {

enum class OptionType { boolean, integer, number, string, integers, numbers, strings };

/// Inclusive bounds of a number, or of every element of a list of numbers.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
};

/// One settable field of T. Made by option().
template <class T>
struct Option {
  using Field = std::variant<bool T::*, int T::*, std::int64_t T::*, double T::*, std::string T::*, std::vector<std::int64_t> T::*,
                             std::vector<double> T::*, std::vector<std::string> T::*>;
  static constexpr std::size_t max_choices = 16;

  const char* name = "";
  Field field;
  Range range;
  std::array<const char*, max_choices> choices{};  // those in use come first; the rest is null
  const char* sentence = "";
};

template <class T>
constexpr Option<T> option(const char* name, bool T::*field, const char* sentence) {
  return {name, field, {}, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, std::string T::*field, const char* sentence) {
  return {name, field, {}, {}, sentence};
}

/// A string that must be one of `choices`.
template <class T>
constexpr Option<T> option(const char* name, std::string T::*field, std::initializer_list<const char*> choices, const char* sentence) {
  Option<T> made{name, field, {}, {}, sentence};
  std::size_t i = 0;
  for (const char* choice : choices) made.choices.at(i++) = choice;
  return made;
}

template <class T>
constexpr Option<T> option(const char* name, std::vector<std::string> T::*field, const char* sentence) {
  return {name, field, {}, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, int T::*field, Range range, const char* sentence) {
  return {name, field, range, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, std::int64_t T::*field, Range range, const char* sentence) {
  return {name, field, range, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, double T::*field, Range range, const char* sentence) {
  return {name, field, range, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, std::vector<std::int64_t> T::*field, Range range, const char* sentence) {
  return {name, field, range, {}, sentence};
}

template <class T>
constexpr Option<T> option(const char* name, std::vector<double> T::*field, Range range, const char* sentence) {
  return {name, field, range, {}, sentence};
}

/// All options of T, in the order the user reads them. The default of each is T's own initialiser.
template <class T, std::size_t N>
struct OptionSchema {
  using Struct = T;
  std::array<Option<T>, N> options;
};

/// options<Options>(option(...), ...)
template <class T, class... Made>
constexpr OptionSchema<T, sizeof...(Made)> options(Made... made) {
  return {{made...}};
}

}  // namespace docket
