/// One trial of a study, as samplers, pruners and importance see it; the names of states and fields are Optuna's.
#pragma once

#include <map>
#include <optional>

#include <docket/search/search_space.hpp>

namespace docket::search {

enum class Goal { minimize, maximize };

enum class TrialState { running, waiting, complete, pruned, fail };

/// For people: "complete", "failed".
[[nodiscard]] inline const char* state_text(TrialState state) {
  static constexpr const char* words[] = {"running", "waiting", "complete", "pruned", "failed"};
  return words[static_cast<int>(state)];
}

struct Trial {
  int number = 0;  // 0-based, in the order they were begun
  TrialState state = TrialState::running;
  Assignment parameters;
  std::optional<double> value;             // of a complete trial: the metric it is judged by
  std::map<int, double> intermediate_values;  // step -> the metric reported then; step is the 0-based epoch; may hold NaN
};

}  // namespace docket::search
