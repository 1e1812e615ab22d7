#include "data.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>
#include <docket/pipeline/input_options.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/options.hpp>

#include "../data/report.hpp"
#include "../data/run_checks.hpp"
#include "../verbs.hpp"
#include "data_show.hpp"

namespace docket {
namespace {

struct DataCheckPlan {
  std::vector<data_check::SetSource> sources;
  data_check::Wants wants;
  int batch_size = 0;
};

/// postprocess.max_candidates belongs to a plugin's options; taken where it is a number, so that no plugin has to be loaded.
int max_candidates_of(const ConfigDocument& config) {
  const ConfigNode* section = config.root().child("postprocess");
  const ConfigNode* value = section != nullptr && section->is_table ? section->child("max_candidates") : nullptr;
  return value != nullptr && value->value.is_number_integer() ? value->value.get<int>() : 0;
}

DataCheckPlan plan_from_pipeline(const CommandLine& line) {
  const ConfigDocument config = read_pipeline_file(line.words()[1], line.overrides()).config;
  config.expect_sections(pipeline_sections);
  (void)config.read("data", data_schema, data_tables);
  DataCheckPlan plan;
  for (const std::string_view split : data_tables) {
    const std::string section = "data." + std::string(split);
    if (!config.has(section)) continue;
    const DataSetOptions sets = read_data_set_options(config, section);
    for (std::size_t i = 0; i < sets.annotations.size(); ++i)
      plan.sources.push_back({std::string(split), sets.annotations[i], sets.images[i]});
  }
  if (plan.sources.empty()) throw Error(ErrorKind::config, line.words()[1], "names no data: neither data.train nor data.val");
  const InputOptions input = config.read("input", input_options);
  plan.wants = {input.longest_side, input.upscale, max_candidates_of(config)};
  plan.batch_size = config.read("train", train_schema).batch_size;
  return plan;
}

/// Splits are called by their file names, and by their paths where two files have one name.
DataCheckPlan plan_from_files(const CommandLine& line) {
  if (!line.overrides().empty()) {
    throw Error(ErrorKind::config, "command line",
                "'" + line.overrides().front() + "' sets a pipeline's key; --annotations reads no pipeline");
  }
  const std::vector<std::string> annotations = line.texts("annotations");
  std::vector<std::string> images = line.texts("images");
  if (images.size() == 1) images.resize(annotations.size(), images.front());
  if (annotations.empty() || images.size() != annotations.size()) {
    throw Error(ErrorKind::config, "command line",
                std::to_string(images.size()) + " --images for " + std::to_string(annotations.size()) +
                    " --annotations; give one for each, or one for all");
  }
  DataCheckPlan plan;
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const auto same_name = std::count_if(annotations.begin(), annotations.end(), [&](const std::string& other) {
      return std::filesystem::path(other).filename() == std::filesystem::path(annotations[i]).filename();
    });
    std::string split = same_name > 1 ? annotations[i] : std::filesystem::path(annotations[i]).filename().string();
    const auto before = std::count(annotations.begin(), annotations.begin() + static_cast<std::ptrdiff_t>(i), annotations[i]);
    if (before > 0) split += " (" + std::to_string(before + 1) + ")";  // the same file for two splits is a fault to find
    plan.sources.push_back({split, annotations[i], images[i]});
  }
  return plan;
}

int check_data(const CommandLine& line) {
  if (line.has("list")) {
    line.expect_words(1, 1);
    std::cout << data_check::check_list();
    return 0;
  }
  const bool files = line.has("annotations") || line.has("images");
  files ? line.expect_words(1, 1) : line.expect_words(2, 2);
  const DataCheckPlan plan = files ? plan_from_files(line) : plan_from_pipeline(line);
  auto threads = static_cast<int>(line.integer("threads", 0, 0, 1024));
  if (threads == 0) threads = thread_budget();

  const std::vector<data_check::CheckedSet> sets = data_check::read_sets(plan.sources, threads);
  const data_check::Findings findings = data_check::run_checks(sets, plan.wants);
  const std::vector<data_check::SplitStatistics> splits = data_check::split_statistics(sets);
  std::cout << data_check::report_text(splits, findings, plan.batch_size);
  if (line.has("json")) write_file_atomically(line.text("json"), data_check::report_json(splits, findings).dump(2) + "\n");
  return findings.count(data_check::Level::error) > 0 ? static_cast<int>(ErrorKind::data) : 0;
}

}  // namespace

int run_data(const CommandLine& line) {
  static const Verb verbs[] = {{"check", check_data, {"out", "count", "plugins"}},
                               {"show", show_data, {"annotations", "images", "json", "list", "threads"}}};
  line.expect_words(1, 2);
  return run_verb(line, "data", verbs);
}

}  // namespace docket
