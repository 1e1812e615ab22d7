/// Parzen estimators against Optuna's, golden/hyperband/optuna_tpe.json.
#include <docket/search/samplers/tpe.hpp>

#include <set>
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

std::vector<ParzenEstimator::Kernel> golden_kernels(const nlohmann::json& estimator, const std::string& name) {
  const nlohmann::json& described = estimator["kernels"][name];
  std::vector<ParzenEstimator::Kernel> kernels;
  for (std::size_t i = 0; i < estimator["weights"].size(); ++i) {
    ParzenEstimator::Kernel kernel{estimator["weights"][i], 0, 0, {}};
    if (described.contains("weights")) {
      kernel.choice_weights = described["weights"][i].get<std::vector<double>>();
    } else {
      kernel.mu = described["mu"][i];
      kernel.sigma = described["sigma"][i];
    }
    kernels.push_back(std::move(kernel));
  }
  return kernels;
}

/// The estimator of the values, its kernels compared with the golden ones and then replaced by them: where values repeat, which
/// of them gets which gap is an accident of NumPy's sort.
ParzenEstimator compared(const ParameterRange& range, const std::vector<double>& values, const nlohmann::json& estimator, const std::string& name) {
  ParzenEstimator made(range, values);
  const auto golden = golden_kernels(estimator, name);
  REQUIRE(made.kernels().size() == golden.size());
  const bool repeats = std::set(values.begin(), values.end()).size() != values.size();
  for (std::size_t i = 0; i < golden.size(); ++i) {
    CAPTURE(i);
    CHECK(made.kernels()[i].weight == doctest::Approx(golden[i].weight).epsilon(1e-12));
    CHECK(made.kernels()[i].mu == doctest::Approx(golden[i].mu).epsilon(1e-12));
    if (!repeats) CHECK(made.kernels()[i].sigma == doctest::Approx(golden[i].sigma).epsilon(1e-9));
    REQUIRE(made.kernels()[i].choice_weights.size() == golden[i].choice_weights.size());
    for (std::size_t c = 0; c < golden[i].choice_weights.size(); ++c) CHECK(made.kernels()[i].choice_weights[c] == doctest::Approx(golden[i].choice_weights[c]).epsilon(1e-12));
  }
  made.set_kernels(golden);
  return made;
}

}  // namespace

TEST_CASE("the trials are split, and each parameter's densities are, as Optuna's") {
  const nlohmann::json file = golden::read("hyperband/optuna_tpe.json");
  int compared_count = 0;
  for (const nlohmann::json& one : file["cases"]) {
    const int count = one["trials"];
    CAPTURE(count);
    std::vector<Trial> trials;
    for (const nlohmann::json& row : one["table"]) {
      Trial trial{static_cast<int>(trials.size()), TrialState::complete, {}, row["value"].get<double>(), {}};
      for (const auto& [name, value] : row["params"].items()) trial.parameters[name] = internal(range_of(file["space"][name]), value);
      trials.push_back(std::move(trial));
    }
    const TpeSplit split = tpe_split(trials, Goal::maximize);
    CHECK(split.below == one["below"].get<std::vector<std::size_t>>());
    CHECK(split.above == one["above"].get<std::vector<std::size_t>>());
    if (one["multivariate"]) continue;  // docket samples each parameter on its own, Optuna's default
    for (const auto& [name, estimators] : one["estimators"].items()) {
      CAPTURE(name);
      const ParameterRange range = range_of(file["space"][name]);
      const auto values = [&](const std::vector<std::size_t>& places) {
        std::vector<double> taken;
        for (const std::size_t i : places) taken.push_back(trials[i].parameters.at(name));
        return taken;
      };
      const ParzenEstimator good = compared(range, values(split.below), estimators["below"], name);
      const ParzenEstimator others = compared(range, values(split.above), estimators["above"], name);
      for (std::size_t c = 0; c < one["candidates"].size(); ++c) {
        const double candidate = internal(range, one["candidates"][c][name]);
        CHECK(good.log_density(candidate) == doctest::Approx(estimators["log_l"][c].get<double>()).epsilon(1e-9));
        CHECK(others.log_density(candidate) == doctest::Approx(estimators["log_g"][c].get<double>()).epsilon(1e-9));
        ++compared_count;
      }
    }
  }
  CHECK(compared_count > 300);
}

}  // namespace docket::search
