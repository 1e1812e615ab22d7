/// How Optuna writes ranges and numbers: JSON of a distribution, a number beside the word for what is no finite one.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/search/search_space.hpp>

namespace docket::search::study {

/// optuna.distributions.distribution_to_json
[[nodiscard]] inline std::string distribution_json(const ParameterRange& range) {
  nlohmann::ordered_json json;
  if (const auto* real = std::get_if<FloatRange>(&range)) {
    json["name"] = "FloatDistribution";
    json["attributes"] = {{"step", nullptr}, {"low", real->low}, {"high", real->high}, {"log", real->log}};
    if (real->step) json["attributes"]["step"] = *real->step;
  } else if (const auto* whole = std::get_if<IntRange>(&range)) {
    json["name"] = "IntDistribution";
    json["attributes"] = {{"log", whole->log}, {"step", whole->step}, {"low", whole->low}, {"high", whole->high}};
  } else {
    json["name"] = "CategoricalDistribution";
    json["attributes"]["choices"] = std::get<Choices>(range).values;
  }
  return json.dump();
}

/// optuna.distributions.json_to_distribution, of the three that Optuna writes since 3.0. Throws Error(data) for another.
[[nodiscard]] inline ParameterRange range_of_json(const std::string& text, const std::string& where) {
  try {
    const nlohmann::json json = nlohmann::json::parse(text), &of = json.at("attributes");
    const std::string name = json.at("name");
    if (name == "FloatDistribution") {
      FloatRange range{of.at("low"), of.at("high"), of.value("log", false), {}};
      if (of.contains("step") && !of["step"].is_null()) range.step = of["step"].get<double>();
      return range;
    }
    if (name == "IntDistribution") return IntRange{of.at("low"), of.at("high"), of.value("step", std::int64_t{1}), of.value("log", false)};
    if (name == "CategoricalDistribution") return Choices{of.at("choices").get<std::vector<nlohmann::json>>()};
    throw Error(ErrorKind::data, where, "'" + name + "' is no distribution this reads: FloatDistribution, IntDistribution, CategoricalDistribution (Optuna since 3.0)");
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::data, where, std::string("its distribution cannot be read: ") + error.what());
  }
}

/// Optuna's value_type: what a number is that SQL cannot hold.
[[nodiscard]] inline const char* type_of_number(double value) {
  if (std::isnan(value)) return "NAN";
  if (std::isinf(value)) return value > 0 ? "INF_POS" : "INF_NEG";
  return "FINITE";
}

[[nodiscard]] inline double number_of(double stored, const std::string& type) {
  if (type == "NAN") return std::numeric_limits<double>::quiet_NaN();
  if (type == "INF_POS") return std::numeric_limits<double>::infinity();
  if (type == "INF_NEG") return -std::numeric_limits<double>::infinity();
  return stored;
}

}  // namespace docket::search::study
