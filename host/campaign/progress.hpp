/// How far every stage of a campaign is: told on the terminal, and kept in OUT/campaign.json for docket report.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "plan.hpp"

namespace docket::campaign {

enum class State { waiting, running, finished, skipped, failed, interrupted };

struct Progress {
  State state = State::waiting;
  std::string why;  // of skipped and failed
};

/// By the stages' names.
using Progresses = std::map<std::string, Progress>;

/// OUT/campaign.json, whole or not at all.
void write_progress(const Plan& plan, const Progresses& progresses);

/// What a gate or a need says of `stage`: nothing when it may run, else why not. Everything it needs must have been decided.
[[nodiscard]] std::string reason_to_skip(const Plan& plan, const PlannedStage& stage, const Progresses& progresses);

/// A number of seconds; or "time unknown" where the stage was never measured and the file does not say.
[[nodiscard]] std::string estimate_text(const PlannedStage& stage);

/// What docket run --dry-run prints.
void print_plan(const Plan& plan);

}  // namespace docket::campaign
