#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include <docket/config/toml_text.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/duration_text.hpp>

namespace docket::campaign {

namespace {

/// Four digits, or all of them where four digits would say that the gate passes.
std::string failing_text(const Gate& gate, double measured) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", measured);
  return gate.passes(std::strtod(text, nullptr)) ? number_text(measured) : text;
}

std::optional<double> estimate_s(const PlannedStage& stage) {
  if (stage.measured_s) return stage.measured_s;
  if (stage.stage.minutes) return *stage.stage.minutes * 60;
  return std::nullopt;
}

std::string state_name(State state) {
  static constexpr const char* names[] = {"waiting", "running", "finished", "skipped", "failed", "interrupted"};
  return names[static_cast<std::size_t>(state)];
}

/// "score.hmean is 0.9512, wanted score.hmean >= 0.965"; empty when all pass or were not measured yet.
std::string failed_gate(const Plan& plan, const PlannedStage& stage) {
  for (const Gate& gate : stage.stage.gates) {
    const auto& record = plan.find(gate.stage).record;
    if (!record) continue;
    const double measured = record->values.at(gate.value);
    if (!gate.passes(measured)) return gate.stage + "." + gate.value + " is " + failing_text(gate, measured) + ", wanted " + gate.text;
  }
  return "";
}

}  // namespace

void write_progress(const Plan& plan, const Progresses& progresses) {
  nlohmann::json stages = nlohmann::json::array();
  for (const PlannedStage& planned : plan.stages) {
    const Progress& progress = progresses.at(planned.stage.name);
    nlohmann::json entry{{"stage", planned.stage.name}, {"state", state_name(progress.state)}, {"folder", planned.folder.filename().string()}, {"needs", planned.stage.needs}};
    if (!progress.why.empty()) entry["why"] = progress.why;
    if (planned.record) entry.update({{"seconds", planned.record->seconds}, {"values", planned.record->values}});
    for (const Gate& gate : planned.stage.gates) entry["when"].push_back(gate.text);
    stages.push_back(std::move(entry));
  }
  write_file_atomically(plan.out / "campaign.json", nlohmann::json{{"campaign", plan.file.string()}, {"stages", stages}}.dump(2) + "\n");
}

std::string reason_to_skip(const Plan& plan, const PlannedStage& stage, const Progresses& progresses) {
  for (const std::string& need : stage.stage.needs) {
    const State state = progresses.at(need).state;
    if (state != State::finished) return "needs " + need + ", which " + (state == State::failed ? "failed" : "was skipped");
  }
  return failed_gate(plan, stage);
}

std::string estimate_text(const PlannedStage& stage) {
  const std::optional<double> seconds = estimate_s(stage);
  return seconds ? "about " + duration_text(*seconds) : "time unknown";
}

void print_plan(const Plan& plan) {
  std::set<std::string> never;
  double sum_s = 0, if_gates_pass_s = 0;
  std::size_t unknown = 0;
  std::set<std::string> uncertain;
  for (const PlannedStage& planned : plan.stages) {
    const Stage& stage = planned.stage;
    std::string gates, needs;
    for (const Gate& gate : stage.gates) gates += (gates.empty() ? "" : " and ") + gate.text;
    bool lost = false, open = false;
    for (const std::string& need : stage.needs) {
      needs += (needs.empty() ? "" : ", ") + need;
      lost = lost || never.contains(need);
      open = open || uncertain.contains(need);
    }
    for (const Gate& gate : stage.gates) open = open || !plan.find(gate.stage).record;
    const std::string gate_says = failed_gate(plan, planned);
    std::cout << stage.name << ": ";
    if (lost || !gate_says.empty()) {
      never.insert(stage.name);
      std::cout << "will be skipped: " << (gate_says.empty() ? "needs what is skipped" : gate_says) << "\n";
      continue;
    }
    if (planned.record) {
      std::cout << "finished, took " << duration_text(planned.record->seconds) << ": " << planned.folder.string() << "\n";
      continue;
    }
    const std::optional<double> seconds = estimate_s(planned);
    if (!seconds) ++unknown;
    (open ? if_gates_pass_s : sum_s) += seconds.value_or(0);
    if (open) uncertain.insert(stage.name);
    std::cout << (gates.empty() ? open ? "runs if what it needs does" : "runs" : "runs if " + gates) << (needs.empty() ? "" : ", after " + needs) << "; " << estimate_text(planned) << (planned.measured_s ? " (measured before)" : "") << "\n";
    for (const auto& words : planned.commands) std::cout << "  " << command_text(words) << "\n";
  }
  std::cout << "\nleft to do: about " << duration_text(sum_s);
  if (if_gates_pass_s > 0) std::cout << ", and at most " << duration_text(if_gates_pass_s) << " behind gates";
  if (unknown > 0) std::cout << "; of " << counted(unknown, "stage") << " the time is unknown";
  std::cout << "\n";
}

}  // namespace docket::campaign
