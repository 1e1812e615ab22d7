/// Hyperband against W&B's, golden/hyperband/wandb_hyperband.json.
#include <docket/search/pruners/pruners.hpp>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../golden.hpp"

namespace docket::search {
namespace {

HyperbandPruner hyperband_of(const nlohmann::json& setting) {
  HyperbandOptions options;
  options.min_iter = setting.value("min_iter", 0);
  options.max_iter = setting.value("max_iter", 0);
  options.eta = setting.value("eta", options.eta);
  options.s = setting.value("s", 0);
  options.strict = setting.value("strict", true);
  return HyperbandPruner(options);
}

Goal goal_of(const nlohmann::json& name) { return name == "maximize" ? Goal::maximize : Goal::minimize; }

/// A run's values of the metric: all it has, or those of a history that logs other things too, and what is no number.
Trial trial_of(int number, const nlohmann::json& run, const std::string& metric) {
  Trial trial{number, run["state"] == "running" ? TrialState::running : TrialState::complete, {}, {}, {}};
  int step = 0;
  if (run.contains("values")) {
    for (const nlohmann::json& value : run["values"]) trial.intermediate_values[step++] = golden::number(value);
  } else {
    for (const nlohmann::json& logged : run["history"]) {
      if (logged.contains(metric) && logged[metric].is_number()) trial.intermediate_values[step] = logged[metric];
      ++step;
    }
  }
  return trial;
}

}  // namespace

TEST_CASE("the bands are W&B's, where s has no effect once min_iter is set") {
  const nlohmann::json file = golden::read("hyperband/wandb_hyperband.json");
  for (const auto& [name, setting] : file["settings"].items()) {
    CAPTURE(name);
    std::vector<int> bands = hyperband_of(setting).bands();
    const auto expected = file["bands_of_settings"][name].get<std::vector<int>>();
    bands.resize(std::min(bands.size(), expected.size()));
    CHECK(bands == expected);
    CHECK(hyperband_of(setting).remarks().empty() == !(setting.contains("min_iter") && setting.contains("s")));
  }
}

TEST_CASE("every run that W&B stops is stopped, and no other") {
  const nlohmann::json file = golden::read("hyperband/wandb_hyperband.json");
  int decisions = 0;
  for (const nlohmann::json& one : file["cases"]) {
    const std::string name = one["name"];
    CAPTURE(name);
    const Goal goal = goal_of(one["goal"]);
    std::vector<Trial> trials;
    for (const nlohmann::json& run : one["runs"]) trials.push_back(trial_of(static_cast<int>(trials.size()), run, one["metric"]));
    for (const nlohmann::json& decision : one["decisions"]) {
      const std::string setting = decision["setting"];
      CAPTURE(setting);
      const HyperbandPruner pruner = hyperband_of(file["settings"][setting]);
      std::set<std::string> stopped;
      for (const Trial& trial : trials) {
        if (trial.state == TrialState::running && !pruner.reason_to_prune(trial, goal, trials).empty()) stopped.insert(one["runs"][static_cast<std::size_t>(trial.number)]["name"]);
      }
      CHECK(stopped == decision["stop"].get<std::set<std::string>>());
      for (std::size_t b = 0; b < decision["bands_reached"].size(); ++b) {
        const double made = pruner.threshold(decision["bands_reached"][b], goal, trials), expected = golden::number(decision["thresholds"][b]);
        CHECK((made == expected || made == doctest::Approx(expected).epsilon(1e-12)));  // both may be infinite
      }
      ++decisions;
    }
  }
  CHECK(decisions > 200);
}

// The simulation's rule: each tick free slots take the next runs, every running run logs one epoch, complete ones finish, then Hyperband is
// asked over all started runs.
TEST_CASE("whole sweeps end the same runs at the same epochs as W&B's") {
  const nlohmann::json file = golden::read("hyperband/wandb_hyperband.json");
  for (const nlohmann::json& one : file["simulations"]) {
    const std::string setting = one["setting"];
    CAPTURE(setting);
    const HyperbandPruner pruner = hyperband_of(file["settings"][setting]);
    const int runs = one["runs"], epochs = one["epochs"];
    const std::size_t slots = one["slots"];
    std::vector<Trial> trials;
    nlohmann::json stopped = nlohmann::json::array();
    int tick = 0, spent = 0;
    const auto running = [&] { return static_cast<std::size_t>(std::ranges::count_if(trials, [](const Trial& t) { return t.state == TrialState::running; })); };
    while (static_cast<int>(trials.size()) < runs || running() > 0) {
      ++tick;
      while (running() < slots && static_cast<int>(trials.size()) < runs) trials.push_back({static_cast<int>(trials.size()), TrialState::running, {}, {}, {}});
      for (Trial& trial : trials) {
        if (trial.state != TrialState::running) continue;
        const int epoch = static_cast<int>(trial.intermediate_values.size());
        trial.intermediate_values[epoch] = one["curves"][static_cast<std::size_t>(trial.number)][static_cast<std::size_t>(epoch)];
        ++spent;
        if (epoch + 1 == epochs) trial.state = TrialState::complete;
      }
      std::vector<int> ended;
      for (const Trial& trial : trials) {
        if (trial.state == TrialState::running && !pruner.reason_to_prune(trial, Goal::maximize, trials).empty()) ended.push_back(trial.number);
      }
      for (const int number : ended) {
        Trial& trial = trials[static_cast<std::size_t>(number)];
        trial.state = TrialState::pruned;
        stopped.push_back({{"tick", tick}, {"run", "run" + std::to_string(number)}, {"epochs_done", trial.intermediate_values.size()}});
      }
    }
    // Ticks may be counted from 0 or 1, so they are compared among each other.
    nlohmann::json expected = one["stopped"];
    const int shift = expected.empty() || stopped.empty() ? 0 : stopped[0]["tick"].get<int>() - expected[0]["tick"].get<int>();
    CHECK(std::abs(shift) <= 1);
    for (nlohmann::json& entry : expected) entry["tick"] = entry["tick"].get<int>() + shift;
    CHECK(stopped == expected);
    CHECK(spent == one["epochs_spent"].get<int>());
  }
}

}  // namespace docket::search
