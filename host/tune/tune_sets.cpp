#include "tune_sets.hpp"

#include <utility>

#include <ATen/Parallel.h>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/log.hpp>
#include <docket/data/leakage.hpp>
#include <docket/pipeline/pipeline_file.hpp>

#include "../commands/device_flag.hpp"
#include "../kfold/fold_run.hpp"
#include "../kfold/plan.hpp"

namespace docket::tune {
namespace {

LoadedData load_split(const ConfigDocument& config, const std::string& split, const std::string& name) {
  LoadedData data = load_data(read_data_set_options(config, "data." + split), config.read("data", data_schema, data_tables), at::get_num_threads());
  log_info(name + " " + counted(data.images, "image") + ", " + counted(data.words, "word"));
  warn_of(data.problems, "data." + split);
  return data;
}

/// One network, and the splits of its pipeline.
std::vector<TuneSet> sets_of_pipeline(const TuneRequest& request, const std::vector<std::string>& words, const CommandLine& line, const Catalog& catalog) {
  const PipelineFile file = read_pipeline_file(request.target, words);
  PipelineSettings settings{.weights = file.weights, .device = device_of(line)};
  if (line.has("weights")) settings.weights = line.text("weights");
  const auto store = std::make_shared<const MapStore>(request.maps, network_hash(file.config, catalog, settings.weights, settings.device));
  const auto tuner = std::make_shared<const Tuner>(file.config, catalog, settings);
  for (const std::string& remark : tuner->pipeline().remarks()) log_info(remark);
  std::vector<TuneSet> sets;
  for (const std::string& split : request.splits) sets.push_back({split, tuner, load_split(file.config, split, split), store, {}});
  if (!request.check.empty()) sets.push_back({request.check, tuner, load_split(file.config, request.check, request.check), store, {}});
  return sets;
}

std::vector<TuneSet> sets_of_folds(const TuneRequest& request, const std::vector<std::string>& words, const CommandLine& line, const Catalog& catalog) {
  const kfold::Plan plan = kfold::read_plan(request.target);
  kfold::expect_presets(plan);
  const std::vector<kfold::FoldRun> runs = kfold::finished_runs(plan);
  const at::Device device = device_of(line);
  std::vector<TuneSet> sets;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const PipelineFile file = read_pipeline_file(runs[i].checkpoint, words);
    const std::string name = "fold " + std::to_string(plan.folds[i].number);
    const PipelineSettings settings{.weights = file.weights, .device = device};
    sets.push_back({name, std::make_shared<const Tuner>(file.config, catalog, settings), load_split(file.config, "val", name),
                    std::make_shared<const MapStore>(request.maps, network_hash(file.config, catalog, file.weights, device)), {}});
  }
  return sets;
}

}  // namespace

std::string postprocessor_of(const TuneRequest& request, const std::vector<std::string>& words) {
  if (!request.of_folds()) return stage_name(read_pipeline_file(request.target, words).config, "postprocess");
  const kfold::Plan plan = kfold::read_plan(request.target);
  return stage_name(read_pipeline_file(kfold::finished_runs(plan).front().checkpoint, words).config, "postprocess");
}

std::vector<TuneSet> load_sets(const TuneRequest& request, const std::vector<std::string>& words, const CommandLine& line, const Catalog& catalog) {
  std::vector<TuneSet> sets = request.of_folds() ? sets_of_folds(request, words, line, catalog) : sets_of_pipeline(request, words, line, catalog);
  for (TuneSet& set : sets) {
    for (std::size_t i = 0; i < set.data.pictures->count(); ++i) set.hashes.push_back(sha256_of_file(set.data.pictures->image(i).file));
  }
  for (std::size_t i = 1; i < sets.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      const auto shared = shared_pictures(sets[other].data.hashes, sets[i].data.hashes);
      if (shared.empty()) continue;
      const bool check = !request.check.empty() && i + 1 == sets.size();
      log_warning(sets[i].name + ": " + counted(shared.size(), "picture") + " of " + std::to_string(sets[i].data.hashes.size()) + " are " +
                  (check ? "among those tuned on" : "those of " + sets[other].name + " too"));
    }
  }
  return sets;
}

}  // namespace docket::tune
