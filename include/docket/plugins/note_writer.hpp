/// JSON written at compile time; only what a plugin's note needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <docket/config/options.hpp>
#include <docket/plugins/decimal.hpp>

namespace docket::detail {

/// Puts the commas itself.
class NoteWriter {
 public:
  constexpr NoteWriter& open(char bracket) {
    separate();
    text_.push_back(bracket);
    first_ = true;
    return *this;
  }
  constexpr NoteWriter& close(char bracket) {
    text_.push_back(bracket);
    first_ = false;
    return *this;
  }
  constexpr NoteWriter& key(std::string_view name) {
    text(name);
    text_.push_back(':');
    first_ = true;
    return *this;
  }
  constexpr NoteWriter& text(std::string_view value) {
    separate();
    text_.push_back('"');
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20) {
        append("\\u00");
        text_.push_back("0123456789abcdef"[byte >> 4]);
        text_.push_back("0123456789abcdef"[byte & 15]);
        continue;
      }
      if (c == '"' || c == '\\') text_.push_back('\\');
      text_.push_back(c);
    }
    text_.push_back('"');
    return *this;
  }
  constexpr NoteWriter& boolean(bool value) {
    separate();
    append(value ? "true" : "false");
    return *this;
  }
  constexpr NoteWriter& integer(std::int64_t value) {
    separate();
    char reversed[20] = {};
    int size = 0;
    std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    do reversed[size++] = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0) text_.push_back('-');
    while (size > 0) text_.push_back(reversed[--size]);
    return *this;
  }
  constexpr NoteWriter& number(double value) {
    separate();
    write_decimal(value, [this](char c) { text_.push_back(c); });
    return *this;
  }
  [[nodiscard]] constexpr const std::vector<char>& characters() const { return text_; }

 private:
  constexpr void append(std::string_view text) {
    for (const char c : text) text_.push_back(c);
  }
  constexpr void separate() {
    if (!first_) text_.push_back(',');
    first_ = false;
  }

  std::vector<char> text_;
  bool first_ = true;
};

template <class Value>
constexpr void write_value(NoteWriter& json, const Value& value) {
  if constexpr (std::is_same_v<Value, bool>) {
    json.boolean(value);
  } else if constexpr (std::is_integral_v<Value>) {
    json.integer(value);
  } else if constexpr (std::is_same_v<Value, double>) {
    json.number(value);
  } else if constexpr (std::is_same_v<Value, std::string>) {
    json.text(value);
  } else {
    json.open('[');
    for (const auto& element : value) write_value(json, element);
    json.close(']');
  }
}

template <class Value>
constexpr std::string_view type_name(const Value&) {
  if constexpr (std::is_same_v<Value, bool>) return "boolean";
  else if constexpr (std::is_integral_v<Value>) return "integer";
  else if constexpr (std::is_same_v<Value, double>) return "number";
  else if constexpr (std::is_same_v<Value, std::string>) return "string";
  else if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>) return "integers";
  else if constexpr (std::is_same_v<Value, std::vector<double>>) return "numbers";
  else return "strings";
}

/// An infinite bound is left out.
constexpr void write_bound(NoteWriter& json, std::string_view key, double bound) {
  if (bound >= -std::numeric_limits<double>::max() && bound <= std::numeric_limits<double>::max()) json.key(key).number(bound);
}

template <class T, std::size_t N>
constexpr void write_options(NoteWriter& json, const OptionSchema<T, N>& schema) {
  T defaults{};  // not const: g++ 12 then refuses std::string in it
  for (const Option<T>& option : schema.options) {
    json.open('{');
    json.key("name").text(option.name);
    std::visit([&](auto field) { json.key("type").text(type_name(defaults.*field)); }, option.field);
    write_bound(json, "min", option.range.min);
    write_bound(json, "max", option.range.max);
    if (option.choices[0] != nullptr) {
      json.key("choices").open('[');
      for (const char* choice : option.choices) {
        if (choice != nullptr) json.text(choice);
      }
      json.close(']');
    }
    json.key("sentence").text(option.sentence);
    std::visit([&](auto field) { write_value(json.key("default"), defaults.*field); }, option.field);
    json.close('}');
  }
}

}  // namespace docket::detail
