/// [space] of a search file: a range, a list or a value for any declared option of the pipeline.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <docket/search/search_space.hpp>
#include <docket/search/sweep_file/declared_options.hpp>

namespace docket::search::detail {

/// A key with what it is set to; dotted keys, quoted or not, come out whole.
struct FlatEntry {
  std::string key;
  const ConfigNode* node;
};

[[nodiscard]] inline bool is_range(const ConfigNode& node) {
  return std::ranges::any_of(std::vector<const char*>{"low", "high", "values", "log", "step", "only_if"}, [&](const char* key) { return node.child(key) != nullptr; });
}

inline void flatten(const ConfigNode& table, const std::string& before, std::vector<FlatEntry>& into) {
  for (const auto& [name, node] : table.in_order()) {
    const std::string key = before.empty() ? std::string(name) : before + '.' + std::string(name);
    if (node->is_table && !is_range(*node) && !node->children.empty()) {
      flatten(*node, key, into);
    } else {
      into.push_back({key, node});
    }
  }
}

/// As if `value` stood where `place` is.
[[nodiscard]] inline nlohmann::json checked_value(const OptionInfo& option, const nlohmann::json& value, const ConfigNode& place) {
  ConfigNode node = place;
  node.value = value;
  node.is_table = false;
  node.typed.reset();
  return docket::detail::check_value(option, node);
}

[[nodiscard]] inline Choices read_choices(const OptionInfo& option, const ConfigNode& node) {
  if (!node.value.is_array() || node.value.empty()) throw Error(ErrorKind::config, node.origin.where(), shown_name(option.name) + " must be a list of at least one value to try");
  Choices choices;
  for (const auto& value : node.value) {
    choices.values.push_back(checked_value(option, value, node));
    if (std::ranges::count(choices.values, choices.values.back()) > 1) {
      throw Error(ErrorKind::config, node.origin.where(), shown_name(option.name) + " lists " + shown_value(value) + " twice");
    }
  }
  return choices;
}

/// `high` becomes the last value that steps from `low` reach.
[[nodiscard]] inline ParameterRange read_range(const OptionInfo& option, const ConfigNode& node) {
  const auto refuse = [&](const Origin& origin, const std::string& why) { return Error(ErrorKind::config, origin.where(), shown_name(option.name) + ": " + why); };
  const bool whole = option.type == OptionType::integer;
  if (!whole && option.type != OptionType::number) throw refuse(node.origin, "is no number, so it has no range; give a list of values");
  for (const char* bound : {"low", "high"}) {
    if (node.child(bound) == nullptr) throw refuse(node.origin, std::string("has no '") + bound + "'; a range is { low = ..., high = ... }");
  }
  const auto flag = [&](const char* key) {
    const ConfigNode* given = node.child(key);
    if (given != nullptr && !given->value.is_boolean()) throw refuse(given->origin, std::string("'") + key + "' is " + shown_value(given->value) + ", must be true or false");
    return given != nullptr && given->value.get<bool>();
  };
  const nlohmann::json low = docket::detail::check_value(option, *node.child("low")), high = docket::detail::check_value(option, *node.child("high"));
  if (low.get<double>() > high.get<double>()) throw refuse(node.child("low")->origin, "the range begins at " + shown_value(low) + ", above its end " + shown_value(high));
  const bool log = flag("log");
  const ConfigNode* step = node.child("step");
  if (step != nullptr && log) throw refuse(step->origin, "a logarithmic range has no step");
  if (log && low.get<double>() <= 0) throw refuse(node.child("low")->origin, "a logarithmic range begins above 0, not at " + shown_value(low));
  if (step != nullptr && ((whole ? !step->value.is_number_integer() : !step->value.is_number()) || !(step->value.get<double>() > 0) || !std::isfinite(step->value.get<double>()))) {
    throw refuse(step->origin, "'step' is " + shown_value(step->value) + ", must be a " + (whole ? "whole " : "") + "number above 0");
  }
  if (whole) {
    IntRange range{low.get<std::int64_t>(), high.get<std::int64_t>(), step != nullptr ? step->value.get<std::int64_t>() : 1, log};
    range.high = range.low + (range.high - range.low) / range.step * range.step;
    return range;
  }
  FloatRange range{low.get<double>(), high.get<double>(), log, {}};
  if (step != nullptr) {
    range.step = step->value.get<double>();
    const double steps = std::floor((range.high - range.low) / *range.step + 1e-9);
    range.high = std::min(range.high, std::round((range.low + steps * *range.step) * 1e12) / 1e12);
  }
  return range;
}

/// `only_if = { "optimizer.use" = "sgd" }`, or a list of values; of a parameter that stands before in `space`.
[[nodiscard]] inline Condition read_condition(const ConfigNode& node, const SearchSpace& space, const std::string& of) {
  const auto refuse = [&](const Origin& origin, const std::string& why) { return Error(ErrorKind::config, origin.where(), shown_name(of) + ": 'only_if' " + why); };
  std::vector<FlatEntry> entries;
  if (node.is_table) flatten(node, "", entries);
  if (entries.size() != 1) throw refuse(node.origin, "must name one parameter and its values: { \"optimizer.use\" = \"sgd\" }");
  std::vector<std::string> known;
  const Parameter* on = nullptr;
  for (const Parameter& parameter : space.parameters) {
    known.push_back(parameter.name);
    if (parameter.name == entries[0].key) on = &parameter;
  }
  const ConfigNode& wanted = *entries[0].node;
  if (on == nullptr) throw refuse(wanted.key_origin, "names " + shown_name(entries[0].key) + ", which is no parameter that stands before it in [space]" + suggestion(entries[0].key, known));
  Condition condition{on->name, {}};
  const nlohmann::json list = wanted.value.is_array() ? wanted.value : nlohmann::json::array({wanted.value});
  for (const auto& value : list) {
    if (const auto* choices = std::get_if<Choices>(&on->range)) {
      const auto found = std::ranges::find(choices->values, value);
      if (found == choices->values.end()) throw refuse(wanted.origin, "waits for " + shown_value(value) + ", which is not among the values of " + shown_name(on->name));
      condition.values.push_back(static_cast<double>(found - choices->values.begin()));
    } else {
      const auto inside = [&](const auto& range) { return value.template get<double>() >= static_cast<double>(range.low) && value.template get<double>() <= static_cast<double>(range.high); };
      const auto* numbers = std::get_if<FloatRange>(&on->range);
      if (!value.is_number() || !(numbers != nullptr ? inside(*numbers) : inside(std::get<IntRange>(on->range)))) throw refuse(wanted.origin, "waits for " + shown_value(value) + ", which is outside the range of " + shown_name(on->name));
      condition.values.push_back(value.get<double>());
    }
  }
  if (condition.values.empty()) throw refuse(wanted.origin, "waits for no value at all");
  return condition;
}

/// Adds the parameter to `space`; a single value becomes an override.
inline void read_parameter(const OptionInfo& option, const FlatEntry& entry, SearchSpace& space, std::vector<std::string>& overrides) {
  const ConfigNode& node = *entry.node;
  if (!node.is_table) {
    if (node.value.is_array()) {
      space.parameters.push_back({entry.key, read_choices(option, node), {}});
    } else {
      overrides.push_back(entry.key + '=' + toml_value(docket::detail::check_value(option, node)));
    }
    return;
  }
  static const std::vector<std::string> known = {"low", "high", "log", "step", "values", "only_if"};
  for (const auto& [name, child] : node.in_order()) {
    if (std::ranges::find(known, name) == known.end()) throw Error(ErrorKind::config, child->key_origin.where(), shown_name(entry.key) + ": unknown key " + shown_name(name) + suggestion(name, known));
  }
  Parameter parameter{entry.key, {}, {}};
  if (const ConfigNode* values = node.child("values")) {
    for (const char* other : {"low", "high", "log", "step"}) {
      if (const ConfigNode* both = node.child(other)) throw Error(ErrorKind::config, both->key_origin.where(), shown_name(entry.key) + ": 'values' and '" + other + "' exclude each other");
    }
    parameter.range = read_choices(option, *values);
  } else {
    parameter.range = read_range(option, node);
  }
  if (const ConfigNode* condition = node.child("only_if")) parameter.only_if = read_condition(*condition, space, entry.key);
  space.parameters.push_back(std::move(parameter));
}

}  // namespace docket::search::detail
