/// The other pruners against Optuna's, golden/hyperband/optuna_pruners.json.
#include <docket/search/pruners/pruners.hpp>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../golden.hpp"

namespace docket::search {
namespace {

/// Null for Optuna's Hyperband, whose brackets docket does not have.
std::unique_ptr<Pruner> pruner_of(const nlohmann::json& one) {
  const std::string name = one["pruner"];
  if (name == "MedianPruner") return make_pruner("median", one["arguments"]);
  if (name == "PercentilePruner") return make_pruner("percentile", one["arguments"]);
  if (name == "SuccessiveHalvingPruner") return make_pruner("successive_halving", one["arguments"]);
  if (name == "ThresholdPruner") return make_pruner("threshold", one["arguments"]);
  if (name.starts_with("PatientPruner(MedianPruner(n_startup_trials=3))")) {
    return std::make_unique<PatiencePruner>(PatienceOptions{one["arguments"]["patience"], one["arguments"]["min_delta"]}, make_pruner("median", {{"n_startup_trials", 3}}));
  }
  REQUIRE(name == "HyperbandPruner");
  return nullptr;
}

}  // namespace

// Slots: that many trials run side by side; each tick every running one, by number, reports one step and is asked; freed slots are filled at
// the next tick.
TEST_CASE("the same trials end at the same steps as Optuna's") {
  const nlohmann::json file = golden::read("hyperband/optuna_pruners.json");
  int compared = 0;
  for (const nlohmann::json& one : file["cases"]) {
    const std::string name = one["name"].get<std::string>() + " with " + one["slots"].dump() + " slots";
    CAPTURE(name);
    const std::unique_ptr<Pruner> pruner = pruner_of(one);
    if (!pruner) continue;
    const Goal goal = one["direction"] == "maximize" ? Goal::maximize : Goal::minimize;
    const std::size_t count = one["trials"], steps = one["steps"], slots = one["slots"];
    std::vector<Trial> trials;
    std::vector<std::pair<int, int>> pruned, expected;
    std::vector<std::size_t> running;
    std::size_t spent = 0;
    while (trials.size() < count || !running.empty()) {
      while (running.size() < slots && trials.size() < count) {
        running.push_back(trials.size());
        trials.push_back({static_cast<int>(trials.size()), TrialState::running, {}, {}, {}});
      }
      std::vector<std::size_t> left;
      for (const std::size_t number : running) {
        Trial& trial = trials[number];
        const int step = static_cast<int>(trial.intermediate_values.size());
        trial.intermediate_values[step] = golden::number(one["curves"][number][static_cast<std::size_t>(step)]);
        ++spent;
        if (!pruner->reason_to_prune(trial, goal, trials).empty()) {
          trial.state = TrialState::pruned;
          pruned.emplace_back(static_cast<int>(number), step);
        } else if (trial.intermediate_values.size() == steps) {
          trial.state = TrialState::complete;
        } else {
          left.push_back(number);
        }
      }
      running = std::move(left);
    }
    for (const nlohmann::json& entry : one["pruned"]) expected.emplace_back(entry["trial"], entry["step"]);
    std::sort(pruned.begin(), pruned.end());
    std::sort(expected.begin(), expected.end());
    CHECK((pruned == expected));
    CHECK(spent == one["steps_spent"].get<std::size_t>());
    ++compared;
  }
  CHECK(compared == 17);
}

TEST_CASE("a pruner that does not exist, and options that make none") {
  CHECK_THROWS_WITH_AS((void)make_pruner("hyperbnd", {}), doctest::Contains("did you mean 'hyperband'?"), Error);
  CHECK_THROWS_WITH_AS((void)make_pruner("hyperband", nlohmann::json::object()), doctest::Contains("needs min_iter, or max_iter and s"), Error);
  CHECK(make_pruner("none", {}) == nullptr);
  CHECK(pruner_options("median").size() == 4);
}

}  // namespace docket::search
