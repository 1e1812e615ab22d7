/// A study of docket sweep: the way to the best trial, all trials as lines, what mattered, the curves of the best.
#include <algorithm>
#include <cmath>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/search/importance/ped_anova.hpp>
#include <docket/search/study/study.hpp>

#include "../sweep/plan.hpp"
#include "curves.hpp"
#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {
namespace {

using search::TrialState;
using search::study::StoredTrial;

constexpr std::size_t most_rows = 300;
constexpr std::size_t most_curves = 10;

struct Swept {
  sweep::Plan plan;
  std::vector<StoredTrial> all;        // in the order of their numbers
  std::vector<StoredTrial> best_first;  // complete ones
};

nlohmann::json tried(const search::Parameter& parameter, const StoredTrial& one) {
  const auto found = one.trial.parameters.find(parameter.name);
  return found == one.trial.parameters.end() ? nlohmann::json() : search::value_of(parameter.range, found->second);
}

Table trial_table(const Swept& swept) {
  Table table{{"trial", swept.plan.metric, "epochs"}, {}};
  for (const search::Parameter& parameter : swept.plan.space.parameters) table.columns.push_back(parameter.name);
  for (std::size_t i = 0; i < std::min(swept.best_first.size(), most_rows); ++i) {
    const StoredTrial& one = swept.best_first[i];
    table.rows.push_back({count(static_cast<std::size_t>(one.trial.number)), score(*one.trial.value), count(one.trial.intermediate_values.size())});
    for (const search::Parameter& parameter : swept.plan.space.parameters) {
      const nlohmann::json value = tried(parameter, one);
      table.rows.back().push_back(value.is_null() ? word("-") : Cell{tried_text(value), value.is_number()});
    }
  }
  table.strong = 0;
  return table;
}

void add_way(Page& page, const Swept& swept) {
  nlohmann::json values = nlohmann::json::array(), best = values;
  Table table{{"trial", "state", swept.plan.metric}, {}};
  const double sign = swept.plan.goal == search::Goal::maximize ? 1 : -1;
  std::optional<double> highest;
  for (const StoredTrial& one : swept.all) {
    const bool complete = one.trial.state == TrialState::complete && one.trial.value;
    table.rows.push_back({count(static_cast<std::size_t>(one.trial.number)), word(search::state_text(one.trial.state)), score(complete ? *one.trial.value : std::nan(""))});
    if (!complete) continue;
    if (!highest || sign * *one.trial.value > sign * *highest) highest = one.trial.value;
    values.push_back({one.trial.number, *one.trial.value});
    best.push_back({one.trial.number, *highest});
  }
  page.chart("The trials, and the best so far", line_chart("trial", swept.plan.metric.c_str(), {{{"name", "trial"}, {"points", values}, {"thin", true}}, {{"name", "best so far"}, {"points", best}}}), table);
}

void add_lines(Page& page, const Swept& swept) {
  nlohmann::json axes = nlohmann::json::array(), rows = axes;
  for (const search::Parameter& parameter : swept.plan.space.parameters) {
    axes.push_back({{"name", parameter.name}});
    if (const auto* choices = std::get_if<search::Choices>(&parameter.range)) {
      for (const nlohmann::json& value : choices->values) axes.back()["names"].push_back(tried_text(value));
    }
  }
  axes.push_back({{"name", swept.plan.metric}});
  for (std::size_t i = std::min(swept.best_first.size(), most_rows); i-- > 0;) {  // the best is drawn last, on top
    nlohmann::json row = nlohmann::json::array();
    for (const search::Parameter& parameter : swept.plan.space.parameters) {
      const nlohmann::json value = tried(parameter, swept.best_first[i]);
      if (value.is_null()) break;  // a parameter that only some trials have: such a trial has no line
      row.push_back(value.is_number() && !std::holds_alternative<search::Choices>(parameter.range) ? value : nlohmann::json(tried_text(value)));
    }
    if (row.size() < swept.plan.space.parameters.size()) continue;
    row.push_back(*swept.best_first[i].trial.value);
    rows.push_back(row);
  }
  if (rows.size() > 1) page.chart(counted(rows.size(), "complete trial") + ", a line each", {{"kind", "parallel"}, {"axes", axes}, {"rows", rows}}, trial_table(swept));
  else page.table("The complete trials", trial_table(swept));
}

void add_importance(Page& page, const Swept& swept) {
  const auto shares = search::ped_anova(swept.plan.space, swept.plan.goal, search::study::plain(swept.all));
  if (shares.empty()) return;
  std::vector<std::pair<std::string, double>> sorted(shares.begin(), shares.end());
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
  nlohmann::json names = nlohmann::json::array(), values = names;
  Table table{{"option", "share"}, {}};
  for (const auto& [name, share] : sorted) {
    names.push_back(name);
    values.push_back(share);
    table.rows.push_back({word(name), number(share)});
  }
  page.chart("Importance (PED-ANOVA): how much each has to do with being in the best tenth", {{"kind", "bars"}, {"x", ""}, {"y", "share"}, {"names", names}, {"series", {{{"name", "share"}, {"values", values}}}}}, table);
  if (swept.best_first.size() < 20) page.text("Of " + counted(swept.best_first.size(), "complete trial") + " this is little more than a guess.");
}

void add_curves(Page& page, const Swept& swept) {
  std::vector<nlohmann::json> curves;
  Table table{{"trial", "epoch", swept.plan.metric}, {}};
  for (std::size_t i = 0; i < std::min(swept.best_first.size(), most_curves); ++i) {
    const StoredTrial& one = swept.best_first[i];
    nlohmann::json points = nlohmann::json::array();
    for (const auto& [epoch, value] : one.trial.intermediate_values) {
      points.push_back({epoch, plotted(value)});
      table.rows.push_back({count(static_cast<std::size_t>(one.trial.number)), count(static_cast<std::size_t>(epoch)), score(value)});
    }
    curves.push_back({{"name", "trial " + std::to_string(one.trial.number)}, {"points", points}, {"thin", i > 0}});
  }
  const nlohmann::json lines = line_chart("epoch", swept.plan.metric.c_str(), curves);
  if (!lines.at("series").empty()) page.chart("The best trials, epoch by epoch", lines, table);
}

}  // namespace

void write_sweep(Page& page, const std::filesystem::path& file) {
  search::study::Study study = search::study::Study::open(file);
  Swept swept{sweep::plan_of(study), study.trials(), {}};
  for (const StoredTrial& one : swept.all) {
    if (one.trial.state == TrialState::complete && one.trial.value) swept.best_first.push_back(one);
  }
  const bool up = swept.plan.goal == search::Goal::maximize;
  std::ranges::stable_sort(swept.best_first, [&](const StoredTrial& a, const StoredTrial& b) { return up ? *a.trial.value > *b.trial.value : *a.trial.value < *b.trial.value; });
  page.section("sweep", study.name());
  std::string states;
  for (const TrialState state : {TrialState::complete, TrialState::pruned, TrialState::fail, TrialState::running, TrialState::waiting}) {
    const auto trials = std::ranges::count_if(swept.all, [&](const StoredTrial& one) { return one.trial.state == state; });
    states += (states.empty() ? "" : ", ") + std::to_string(trials) + " " + search::state_text(state);
  }
  page.facts({{"search", swept.plan.search_file.string()}, {up ? "largest" : "smallest", swept.plan.metric}, {"sampler", swept.plan.sampler.name}, {"pruner", swept.plan.pruner.name.empty() ? "none" : swept.plan.pruner.name},
              {"trials", states}});
  if (swept.best_first.empty()) {
    page.text("No trial is complete yet.");
    return;
  }
  add_way(page, swept);
  add_lines(page, swept);
  add_importance(page, swept);
  add_curves(page, swept);
}

}  // namespace docket::report
