/// PED-ANOVA against Optuna's, golden/hyperband/optuna_importance.json.
#include <docket/search/importance/ped_anova.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../golden.hpp"

namespace docket::search {
namespace {

ParameterRange range_of(const nlohmann::json& described) {
  if (described["type"] == "categorical") return Choices{described["choices"].get<std::vector<nlohmann::json>>()};
  if (described["type"] == "int") return IntRange{described["low"], described["high"], described["step"], described["log"]};
  return FloatRange{described["low"], described["high"], described["log"], {}};
}

double internal(const ParameterRange& range, const nlohmann::json& value) {
  if (const auto* choices = std::get_if<Choices>(&range)) return static_cast<double>(std::ranges::find(choices->values, value) - choices->values.begin());
  return value.get<double>();
}

}  // namespace

TEST_CASE("the importance of every parameter is Optuna's") {
  const nlohmann::json file = golden::read("hyperband/optuna_importance.json");
  SearchSpace space;
  for (const std::string& name : file["columns"].get<std::vector<std::string>>()) space.parameters.push_back({name, range_of(file["space"][name]), {}});
  int compared = 0;
  for (const nlohmann::json& one : file["cases"]) {
    const std::string who = one["trials"].dump() + " trials";
    CAPTURE(who);
    std::vector<Trial> trials;
    for (const nlohmann::json& row : one["table"]) {
      Trial trial{static_cast<int>(trials.size()), TrialState::complete, {}, row["value"].get<double>(), {}};
      for (std::size_t p = 0; p < space.parameters.size(); ++p) trial.parameters[space.parameters[p].name] = internal(space.parameters[p].range, row["params"][p]);
      trials.push_back(std::move(trial));
    }
    const auto made = ped_anova(space, one["direction"] == "maximize" ? Goal::maximize : Goal::minimize, trials);
    for (const auto& [name, expected] : one["importances"]["ped_anova"]["normalised"].items()) {
      CAPTURE(name);
      CHECK(made.at(name) == doctest::Approx(expected.get<double>()).epsilon(1e-9));
      ++compared;
    }
  }
  CHECK(compared == 32);
}

}  // namespace docket::search
