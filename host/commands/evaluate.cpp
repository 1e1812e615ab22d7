#include "evaluate.hpp"

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/process.hpp>
#include <docket/training/validation.hpp>

#include "plugin_folders.hpp"

namespace docket {
namespace {

void tell(const std::string& name, const DatasetProblems& problems) {
  for (const std::string& problem : problems.lines()) log_warning(name + ": " + problem);
}

/// Images without a prediction count as empty ones; both kinds of strangers are named.
SetResult compare_files(const std::string& truth_file, const std::string& prediction_file) {
  const Dataset truth = read_annotations(truth_file);
  const Dataset predictions = read_annotations(prediction_file);
  tell(truth_file, truth.problems);
  tell(prediction_file, predictions.problems);
  std::map<std::string, std::vector<Polygon>> found;
  for (const AnnotatedImage& image : predictions.images) {
    std::vector<Polygon>& polygons = found[image.name];
    for (const AnnotatedWord& word : image.words) polygons.push_back(word.polygon);
  }
  DatasetProblems strangers;
  SetResult result;
  for (const AnnotatedImage& image : truth.images) {
    const auto match = found.find(image.name);
    if (match == found.end()) strangers.add("true images without a prediction, taken as empty", image.name);
    result.add(image.name, match_words(iou_truths(image), match == found.end() ? std::vector<Polygon>{} : match->second).counts);
    if (match != found.end()) found.erase(match);
  }
  for (const auto& [name, polygons] : found) strangers.add("predicted images that the truth does not have, left out", name);
  tell(prediction_file, strangers);
  return result;
}

SetResult run_pipeline(const CommandLine& line) {
  const std::string split = line.text("split", "val");
  if (split != "val" && split != "train") throw Error(ErrorKind::config, "--split", "is '" + split + "', must be val or train");
  const PipelineFile read = read_pipeline_file(line.words().front(), line.overrides());
  watch_interrupts();
  set_up_process(0);
  const Catalog catalog = scan_plugins(line);
  PipelineSettings settings;
  settings.weights = read.weights;
  if (line.has("weights")) settings.weights = line.text("weights");
  const Pipeline pipeline = Pipeline::compose(read.config, catalog, settings);
  for (const std::string& remark : pipeline.remarks()) log_info(remark);
  const LoadedData data = load_data(read_data_set_options(read.config, "data." + split),
                                    read.config.read("data", data_schema, data_tables), 2);
  tell("data." + split, data.problems);
  return validate(pipeline, *data.pictures, [] { return !interrupted(); });
}

}  // namespace

int run_evaluate(const CommandLine& line) {
  const bool files = line.has("truth") || line.has("predictions");
  if (files && !(line.has("truth") && line.has("predictions"))) {
    throw Error(ErrorKind::config, "docket evaluate", "needs both --truth and --predictions");
  }
  files ? line.expect_words(0, 0) : line.expect_words(1, 1);
  const SetResult result = files ? compare_files(line.text("truth"), line.text("predictions")) : run_pipeline(line);
  if (interrupted()) return interrupted_exit_code;
  std::cout << iou_text(result, static_cast<std::size_t>(line.integer("worst", 10, 0, 1'000'000)));
  if (line.has("report")) write_file_atomically(line.text("report"), iou_json(result).dump(2) + "\n");
  return 0;
}

}  // namespace docket
