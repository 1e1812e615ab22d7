/// The condition a stage runs on: a value that an earlier stage measured, against a bound.
#pragma once

#include <charconv>
#include <regex>
#include <string>

#include <docket/config/origin.hpp>
#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>

namespace docket::campaign {

/// "score.hmean >= 0.965"
struct Gate {
  std::string stage, value;
  std::string comparison;  // >=, >, <= or <
  double bound = 0;
  std::string text;  // as it was written
  Origin origin;

  [[nodiscard]] bool passes(double measured) const {
    if (comparison == ">=") return measured >= bound;
    if (comparison == ">") return measured > bound;
    if (comparison == "<=") return measured <= bound;
    return measured < bound;
  }
};

/// Throws Error(config) for anything but STAGE.VALUE >= NUMBER and the like.
[[nodiscard]] inline Gate parse_gate(const std::string& text, const Origin& origin) {
  static const std::regex form(R"(\s*([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\s*(>=|<=|>|<)\s*(\S+)\s*)");
  std::smatch parts;
  Gate gate;
  const auto wrong = [&] { return Error(ErrorKind::config, origin.where(), "'when' is " + shown_value(text) + ", must be as \"STAGE.VALUE >= 0.965\" (>=, >, <= or <)"); };
  if (!std::regex_match(text, parts, form)) throw wrong();
  const std::string number = parts[4].str();
  const auto read = std::from_chars(number.data(), number.data() + number.size(), gate.bound);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size()) throw wrong();
  gate.stage = parts[1].str();
  gate.value = parts[2].str();
  gate.comparison = parts[3].str();
  gate.text = text;
  gate.origin = origin;
  return gate;
}

}  // namespace docket::campaign
