/// What a sweep searches: parameters with their ranges, and the values one trial takes from them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::search {

/// A real number in [low, high]; uniform in its logarithm where `log` (then low > 0 and no step).
struct FloatRange {
  double low = 0, high = 0;
  bool log = false;
  std::optional<double> step;  // low, low + step, ... up to high
};

/// A whole number in [low, high], low + k * step; uniform in its logarithm where `log` (then low >= 1 and step 1).
struct IntRange {
  std::int64_t low = 0, high = 0, step = 1;
  bool log = false;
};

/// One of these JSON values; no order between them is assumed.
struct Choices {
  std::vector<nlohmann::json> values;
};

using ParameterRange = std::variant<FloatRange, IntRange, Choices>;

/// A parameter that exists only where another, which stands before it in the space, has one of `values` (as in Assignment).
struct Condition {
  std::string parameter;
  std::vector<double> values;
};

struct Parameter {
  std::string name;  // the pipeline's key: "optimizer.lr"
  ParameterRange range;
  std::optional<Condition> only_if;
};

/// Parameter -> its value in Optuna's internal representation: the number itself, the index of a choice. Parameters whose condition
/// does not hold are absent.
using Assignment = std::map<std::string, double>;

struct SearchSpace {
  std::vector<Parameter> parameters;

  /// Whether `parameter` exists beside what `assignment` holds already.
  [[nodiscard]] static bool exists(const Parameter& parameter, const Assignment& assignment) {
    if (!parameter.only_if) return true;
    const auto found = assignment.find(parameter.only_if->parameter);
    return found != assignment.end() && std::ranges::find(parameter.only_if->values, found->second) != parameter.only_if->values.end();
  }
};

/// The value as a pipeline holds it: a number, a whole number, or the choice itself.
[[nodiscard]] inline nlohmann::json value_of(const ParameterRange& range, double internal) {
  if (const auto* choices = std::get_if<Choices>(&range)) return choices->values.at(static_cast<std::size_t>(internal));
  if (std::holds_alternative<IntRange>(range)) return static_cast<std::int64_t>(internal);
  return internal;
}

}  // namespace docket::search
