#include "tell.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

#include <docket/config/config_document.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/search/importance/ped_anova.hpp>

#include "agent.hpp"
#include "plan.hpp"
#include "trial_work.hpp"

namespace docket::sweep {

namespace fs = std::filesystem;
using search::TrialState;
using search::study::StoredTrial;

namespace {

search::study::Study open(const CommandLine& line) {
  line.expect_words(2, 2);
  if (!line.overrides().empty()) throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' changes nothing: the study knows its search");
  return search::study::Study::open(line.words()[1], line.text("study-name"));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

/// Throws Error(data) where no trial is complete.
const StoredTrial& expect_best(const std::vector<StoredTrial>& all, const search::study::Study& study) {
  const StoredTrial* found = search::study::best_trial(all, study.goal());
  if (found == nullptr) throw Error(ErrorKind::data, study.database().file().string(), "has no complete trial yet");
  return *found;
}

}  // namespace

int status(const CommandLine& line) {
  search::study::Study study = open(line);
  const Plan plan = plan_of(study);
  for (const StoredTrial& one : study.trials()) {
    std::cout << "trial " << one.trial.number << "  " << search::state_text(one.trial.state);
    const auto& epochs = one.trial.intermediate_values;
    if (one.trial.value && one.trial.state == TrialState::complete) std::cout << " " << metric_text(*one.trial.value);
    else if (!epochs.empty()) std::cout << " " << metric_text(epochs.rbegin()->second) << " at epoch " << epochs.rbegin()->first;
    if (one.trial.state == TrialState::running && one.heartbeat_age_s) std::cout << ", last heard of " << static_cast<long>(*one.heartbeat_age_s) << " s ago";
    std::cout << " " << joined(words_of(plan, one.trial.parameters));
    for (const char* attribute : {search::study::error_attribute, search::study::reason_attribute}) {
      if (const std::string text = one.text(attribute); !text.empty()) std::cout << "  (" << text << ")";
    }
    std::cout << "\n";
  }
  std::cout << summary(study, plan.metric);
  return 0;
}

int best(const CommandLine& line) {
  search::study::Study study = open(line);
  const Plan plan = plan_of(study);
  const std::vector<StoredTrial> all = study.trials();
  const StoredTrial& one = expect_best(all, study);
  std::cout << "trial " << one.trial.number << ", " << plan.metric << " " << metric_text(*one.trial.value) << "\n";
  for (const std::string& word : words_of(plan, one.trial.parameters)) std::cout << "  " << word << "\n";
  std::cout << (folder_of(study.database().file()) / one.text(search::study::run_attribute)).string() << "\n";
  return 0;
}

int importance(const CommandLine& line) {
  search::study::Study study = open(line);
  const Plan plan = plan_of(study);
  const std::vector<search::Trial> trials = search::study::plain(study.trials());
  const auto complete = static_cast<std::size_t>(std::ranges::count(trials, TrialState::complete, &search::Trial::state));
  const auto shares = search::ped_anova(plan.space, plan.goal, trials);
  if (shares.empty()) throw Error(ErrorKind::data, study.database().file().string(), "has " + counted(complete, "complete trial") + ", importance needs at least 2");
  std::vector<std::pair<std::string, double>> sorted(shares.begin(), shares.end());
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::size_t width = 0;
  for (const auto& [name, share] : sorted) width = std::max(width, name.size());
  for (const auto& [name, share] : sorted) std::printf("%-*s  %.3f\n", static_cast<int>(width), name.c_str(), share);
  std::printf("PED-ANOVA of %s: how much each has to do with being in the best tenth%s\n", counted(complete, "complete trial").c_str(), complete < 20 ? "; of so few this is little more than a guess" : "");
  return 0;
}

int stop(const CommandLine& line) {
  search::study::Study study = open(line);
  const nlohmann::json times = study.attribute(stop_attribute);
  study.set_attribute(stop_attribute, (times.is_number_integer() ? times.get<int>() : 0) + 1);
  std::cout << "every agent ends after its present trial; docket sweep agent " << line.words()[1] << " goes on\n";
  return 0;
}

int promote(const CommandLine& line) {
  search::study::Study study = open(line);
  const Plan plan = plan_of(study);
  const std::vector<StoredTrial> all = study.trials();
  const StoredTrial& one = expect_best(all, study);
  const fs::path folder = folder_of(study.database().file());
  fs::path out = line.text("out", folder.string() + "_best.toml");
  if (std::error_code ignored; fs::exists(out, ignored)) throw Error(ErrorKind::config, out.string(), "exists already; name another --out");
  std::vector<std::string> words = plan.overrides;
  for (const std::string& word : words_of(plan, one.trial.parameters)) words.push_back(word);
  const ConfigDocument preset = ConfigDocument::load(folder / "pipeline.toml", words);
  const std::string comment = "# docket sweep promote: trial " + std::to_string(one.trial.number) + " of " + study.name() + ", " + plan.metric + " " + metric_text(*one.trial.value) + "\n";
  if (out.has_parent_path()) fs::create_directories(out.parent_path());
  write_file_atomically(out, comment + preset.to_toml(false));
  std::cout << "written: " << out.string() << "\ndocket train " << out.string() << "\n";
  return 0;
}

}  // namespace docket::sweep
