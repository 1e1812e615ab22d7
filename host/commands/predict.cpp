/// `docket predict`: pictures in; prediction JSON, submission CSV and overlays out.
#include "predict.hpp"

#include <filesystem>
#include <iostream>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <ATen/Parallel.h>
#include <opencv2/core/utility.hpp>

#include <docket/core/output_folder.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/data/input_list.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/plugins/catalog.hpp>

#include "../predict/run.hpp"
#include "device_flag.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

constexpr long most_threads = 1024;

PipelineSettings settings_of(const CommandLine& line) {
  PipelineSettings settings;
  settings.overrides = line.overrides();
  if (line.has("weights")) settings.weights = line.text("weights");
  settings.frozen = !line.has("unfrozen");
  settings.precision = nn::parse_precision(line.text("precision", "auto"));
  settings.device = device_of(line);
  return settings;
}

/// A misspelt word stops the run before it begins. A missing picture does not: it is named when its turn comes.
void expect_inputs(std::span<const std::string> words) {
  for (const std::string& word : words) {
    std::error_code unreadable;
    const bool pattern = word.find_first_of("*?[") != std::string::npos;
    if (word == "-" || pattern || has_image_suffix(word) || std::filesystem::exists(word, unreadable)) continue;
    throw Error(ErrorKind::data, word, "is no file, no folder, no pattern and not of the form key=value");
  }
}

}  // namespace

int run_predict(const CommandLine& line) {
  if (line.words().empty()) throw Error(ErrorKind::config, "command line", "names no pipeline (docket predict --help)");
  expect_folder_or_nothing(line.text("out", "out"), "--out");
  const PipelineSettings settings = settings_of(line);
  const bool quiet = line.has("quiet");
  const auto inputs = std::span(line.words()).subspan(1);
  expect_inputs(inputs);
  const std::vector<ImageInput> pictures = list_inputs(inputs, std::cin);

  watch_interrupts();
  if (const long threads = line.integer("threads", 0, 0, most_threads); threads > 0) at::set_num_threads(static_cast<int>(threads));
  cv::setNumThreads(1);  // the stages already run side by side
  const Catalog catalog = scan_plugins(line);
  const Pipeline pipeline = Pipeline::load(line.words().front(), catalog, settings);
  if (!quiet) {
    for (const std::string& remark : pipeline.remarks()) log_info(remark);
  }
  return run_prediction(pipeline, pictures, {line.text("out", "out"), quiet, line.has("scores"), !line.has("no-overlays")});
}

}  // namespace docket
