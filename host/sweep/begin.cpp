#include "begin.hpp"

#include <iostream>

#include <docket/config/config_document.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/search/pruners/pruners.hpp>
#include <docket/search/samplers/samplers.hpp>
#include <docket/search/sweep_file.hpp>
#include <docket/training/options.hpp>

#include "../commands/pipeline_tables.hpp"
#include "../commands/plugin_folders.hpp"
#include "parts.hpp"
#include "plan.hpp"

namespace docket::sweep {

namespace fs = std::filesystem;

namespace {

search::SweepFile read_file(const CommandLine& line) {
  search::SweepNames names{{host_section_tables(), stage_tables(scan_plugins(line))}, {}, {}, epoch_metrics()};
  for (const std::string& name : search::sampler_names()) names.samplers[name] = search::sampler_options(name);
  for (const std::string& name : search::pruner_names()) names.pruners[name] = search::pruner_options(name);
  return search::read_sweep_file(line.words().front(), line.overrides(), names);
}

Plan plan_for(const CommandLine& line, const search::SweepFile& file) {
  Plan plan;
  plan.working_folder = fs::current_path();
  plan.search_file = line.words().front();
  plan.metric = file.metric;
  plan.goal = file.goal;
  plan.space = file.space;
  plan.overrides = file.overrides;
  for (const std::string& folder : line.texts("plugins")) plan.plugin_folders.push_back(fs::absolute(folder).string());
  plan.sampler = {file.sampler.name, file.sampler.options};
  if (file.pruner.name != "none") plan.pruner = {file.pruner.name, file.pruner.options};
  plan.seed = static_cast<std::uint64_t>(file.seed);
  plan.trials = file.trials;
  plan.hours = file.hours;
  plan.good_enough = file.target;
  plan.patience = file.patience;
  return plan;
}

/// A study is of one search; budget and stop rule may change.
void expect_same_search(const Plan& before, const Plan& now, const fs::path& file) {
  nlohmann::json a = to_json(before), b = to_json(now);
  for (const char* key : {"trials", "hours", "good_enough", "patience", "search_file", "plugin_folders"}) {
    a.erase(key);
    b.erase(key);
  }
  for (const auto& [key, value] : a.items()) {
    if (value == b[key]) continue;
    throw Error(ErrorKind::config, file.string(), "was made with another '" + key + "': " + value.dump() + ", now " + b[key].dump() + "; give the changed search another --study");
  }
}

/// The pipeline as it was when the study was made: every trial trains the same.
void keep_pipeline(const fs::path& pipeline, const fs::path& folder, const fs::path& study) {
  const std::string text = ConfigDocument::load(pipeline, std::vector<std::string>{}).to_toml(false);
  const fs::path kept = folder / "pipeline.toml";
  if (fs::is_regular_file(kept)) {
    if (detail::file_text(kept) == text) return;
    throw Error(ErrorKind::config, pipeline.string(), "is not as it was when " + study.string() + " was made (" + kept.string() + "); give the changed one another --study");
  }
  fs::create_directories(folder);
  write_file_atomically(kept, text);
}

}  // namespace

StudyName begin(const CommandLine& line) {
  line.expect_words(1, 1);
  const search::SweepFile file = read_file(line);
  const Plan plan = plan_for(line, file);
  const std::string stem = fs::path(line.words().front()).stem().string();
  const StudyName name{line.text("study", "sweeps/" + stem + ".db"), line.text("study-name", stem)};
  const auto sampler = sampler_of(plan);
  const auto pruner = pruner_of(plan);
  const auto possible = sampler->trial_count(plan.space);

  if (name.file.has_parent_path()) fs::create_directories(name.file.parent_path());
  bool made = false;
  search::study::Study study = search::study::Study::open_or_create(name.file, name.name, plan.goal, made);
  if (!study.attribute(plan_attribute).is_null()) expect_same_search(plan_of(study), plan, name.file);
  keep_pipeline(file.pipeline, folder_of(name.file), name.file);
  study.set_attribute(plan_attribute, to_json(plan));

  if (pruner) {
    for (const std::string& remark : pruner->remarks()) log_info(remark);
  }
  std::cout << "study " << name.file.string() << (made ? ": made" : ": gone on with") << ", " << counted(plan.space.parameters.size(), "parameter") << ", " << plan.sampler.name;
  if (possible) std::cout << " of " << grouped(*possible) << " combinations";
  std::cout << (plan.pruner.name.empty() ? "" : ", pruned by " + plan.pruner.name) << (plan.trials ? ", at most " + counted(static_cast<std::size_t>(*plan.trials), "trial") : "") << std::endl;
  return name;
}

}  // namespace docket::sweep
