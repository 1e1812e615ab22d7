/// Which settings of a plugin are tried: stated ones, a grid of lists, or what a sampler proposes.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/search/search_space.hpp>

namespace docket {

/// One option and its values: a list of them, or, where the list is empty, anything in [low, high].
struct SettingAxis {
  std::string option;
  std::vector<nlohmann::json> values;
  double low = 0, high = 0, step = 0;  // step: "low:high:step", whose values are listed too
  bool whole = false;                  // an integer option
};

/// Option -> value.
using Setting = nlohmann::json;

struct SettingSpace {
  std::vector<Setting> points;  // exactly these; else the axes
  std::vector<SettingAxis> axes;

  [[nodiscard]] bool is_grid() const {
    return std::none_of(axes.begin(), axes.end(), [](const SettingAxis& axis) { return axis.values.empty(); });
  }
};

namespace detail {

inline const OptionInfo& space_option(const OptionTable& options, const std::string& name, const Origin& origin, const std::string& plugin) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const OptionInfo& info) { return info.name == name; });
  if (found != options.end()) return *found;
  std::vector<std::string> known;
  for (const OptionInfo& info : options) known.push_back(info.name);
  throw Error(ErrorKind::config, origin.where(), plugin + " has no option " + shown_name(name) + suggestion(name, known));
}

/// `value` of the option, checked as if it stood where `place` is.
inline nlohmann::json checked(const OptionInfo& option, const nlohmann::json& value, const ConfigNode& place) {
  ConfigNode node = place;
  node.value = value;
  node.typed.reset();
  return check_value(option, node);
}

/// "0.18:0.30" or "0.18:0.30:0.02"; empty when it is neither.
inline std::vector<double> range_numbers(std::string_view text) {
  std::vector<double> numbers;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    double number = 0;
    const auto [after, problem] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (problem != std::errc{} || after != part.data() + part.size() || !std::isfinite(number)) return {};
    numbers.push_back(number);
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
  }
  return numbers.size() == 2 || numbers.size() == 3 ? numbers : std::vector<double>{};
}

/// To twelve digits: 0.18 + 3 * 0.02 is meant as 0.24.
inline double tidy(double number) { return std::round(number * 1e12) / 1e12; }

inline SettingAxis ranged_axis(const OptionInfo& option, const std::vector<double>& range, const ConfigNode& node) {
  const auto refuse = [&](const std::string& why) { return Error(ErrorKind::config, node.origin.where(), shown_name(option.name) + ": " + why); };
  if (option.type != OptionType::number && option.type != OptionType::integer) throw refuse("is no number, so it has no range; give a list of values");
  if (range[0] > range[1]) throw refuse("the range begins above its end");
  SettingAxis axis{option.name, {}, range[0], range[1], range.size() == 3 ? range[2] : 0, option.type == OptionType::integer};
  const auto value = [&](double number) { return axis.whole ? nlohmann::json(static_cast<std::int64_t>(std::llround(number))) : nlohmann::json(number); };
  (void)checked(option, value(range[0]), node);
  (void)checked(option, value(range[1]), node);
  if (range.size() == 2) return axis;
  if (!(range[2] > 0)) throw refuse("the step must be above 0");
  const double steps = std::floor((range[1] - range[0]) / range[2] + 1e-9);
  if (steps > 10000) throw refuse("the range has more than 10,000 steps");
  for (int i = 0; i <= static_cast<int>(steps); ++i) {
    axis.values.push_back(value(tidy(range[0] + i * range[2])));
  }
  return axis;
}

inline SettingAxis read_axis(const OptionInfo& option, const ConfigNode& node) {
  if (node.value.is_string()) {
    if (const auto range = range_numbers(node.value.get<std::string>()); !range.empty()) return ranged_axis(option, range, node);
  }
  SettingAxis axis;
  axis.option = option.name;
  const bool list = node.value.is_array();
  if (list && node.value.empty()) throw Error(ErrorKind::config, node.origin.where(), shown_name(option.name) + " is an empty list, must hold values to try");
  if (list) {
    for (const auto& value : node.value) axis.values.push_back(checked(option, value, node));
  } else {
    axis.values.push_back(checked(option, node.value, node));
  }
  return axis;
}

}  // namespace detail

/// From a document of [[point]] tables (option = value), or of top-level keys whose values are lists, "low:high", "low:high:step" or
/// one value each. `plugin` names whose `options` they are ("postprocessor 'db'"). Throws Error(config).
[[nodiscard]] inline SettingSpace read_setting_space(const ConfigDocument& document, const OptionTable& options, const std::string& plugin) {
  SettingSpace space;
  for (const ConfigNode& point : document.tables("point")) {
    Setting setting = Setting::object();
    for (const auto& [name, node] : point.in_order()) {
      const OptionInfo& option = detail::space_option(options, std::string(name), node->key_origin, plugin);
      setting[option.name] = detail::checked(option, node->value, *node);
    }
    space.points.push_back(std::move(setting));
  }
  for (const auto& [name, node] : document.root().in_order()) {
    if (name == "point") continue;
    const OptionInfo& option = detail::space_option(options, std::string(name), node->key_origin, plugin);
    if (!space.points.empty()) throw Error(ErrorKind::config, node->key_origin.where(), shown_name(name) + " and [[point]] tables exclude each other");
    if (node->is_table) throw Error(ErrorKind::config, node->origin.where(), shown_name(name) + " is a table, must be a list, a range or a value");
    space.axes.push_back(detail::read_axis(option, *node));
  }
  return space;
}

/// The settings to try, in order: the points, or every combination of the lists, the last axis fastest. Throws Error(config) for more than a
/// million. space: is_grid().
[[nodiscard]] inline std::vector<Setting> settings_of(const SettingSpace& space) {
  if (!space.points.empty()) return space.points;
  std::vector<Setting> settings{Setting::object()};
  for (const SettingAxis& axis : space.axes) {
    std::vector<Setting> longer;
    if (settings.size() * axis.values.size() > 1'000'000) throw Error(ErrorKind::config, "docket tune", "has more than 1,000,000 combinations; a sampler tries some of them: --sampler tpe");
    for (const Setting& setting : settings) {
      for (const auto& value : axis.values) {
        longer.push_back(setting);
        longer.back()[axis.option] = value;
      }
    }
    settings = std::move(longer);
  }
  return settings;
}

/// The axes as samplers search them: a list without a step as choices.
[[nodiscard]] inline search::SearchSpace search_space_of(const SettingSpace& space) {
  search::SearchSpace searched;
  for (const SettingAxis& axis : space.axes) {
    search::ParameterRange range = search::Choices{axis.values};
    const bool whole_step = axis.step == std::floor(axis.step);
    if (axis.whole && whole_step && (axis.values.empty() || axis.step > 0)) {
      range = search::IntRange{static_cast<std::int64_t>(axis.low), static_cast<std::int64_t>(axis.high), std::max<std::int64_t>(1, static_cast<std::int64_t>(axis.step)), false};
    } else if (!axis.whole && (axis.values.empty() || axis.step > 0)) {
      range = search::FloatRange{axis.low, axis.high, false, axis.step > 0 ? std::optional(axis.step) : std::nullopt};
    }
    searched.parameters.push_back({axis.option, std::move(range), {}});
  }
  return searched;
}

/// What a sampler proposed of search_space_of(), as a setting.
[[nodiscard]] inline Setting setting_of(const search::SearchSpace& space, const search::Assignment& proposed) {
  Setting setting = Setting::object();
  for (const search::Parameter& parameter : space.parameters) {
    const auto* range = std::get_if<search::FloatRange>(&parameter.range);
    const double value = proposed.at(parameter.name);
    setting[parameter.name] = range != nullptr && range->step ? nlohmann::json(detail::tidy(value)) : search::value_of(parameter.range, value);
  }
  return setting;
}

}  // namespace docket
