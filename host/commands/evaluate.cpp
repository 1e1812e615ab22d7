#include "evaluate.hpp"

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/core/output_folder.hpp>
#include <docket/data/dataset.hpp>
#include <docket/evaluation/score_image.hpp>
#include <docket/evaluation/scores_json.hpp>
#include <docket/evaluation/set_json.hpp>
#include <docket/evaluation/set_report.hpp>
#include <docket/evaluation/slices_report.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/process.hpp>
#include <docket/training/validation.hpp>

#include "../evaluate/worst_pictures.hpp"
#include "device_flag.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

namespace fs = std::filesystem;

struct Truth {
  std::string file;
  Dataset words;
};

/// `measure`: the pictures' sizes are wanted.
Truth read_truth(const CommandLine& line, bool measure) {
  Truth truth{line.text("truth"), read_annotations(line.text("truth"))};
  warn_of(truth.words.problems, truth.file);
  if (truth.words.images.empty()) throw Error(ErrorKind::data, truth.file, "names no image, so there is nothing to score");
  if (!line.has("images")) return truth;
  DatasetProblems problems;
  locate_pictures(truth.words, line.text("images"), problems);
  if (measure) measure_pictures(truth.words, problems);
  warn_of(problems, truth.file);
  return truth;
}

SetResult score_file(const Truth& truth, const std::string& file, const ClevalOptions& options) {
  const Dataset predictions = read_annotations(file);
  warn_of(predictions.problems, file);
  DatasetProblems problems;
  SetResult result = score_predictions(truth.words, predictions, options, problems);
  warn_of(problems, file);
  return result;
}

SetResult run_pipeline(const CommandLine& line, const ClevalOptions& options) {
  const std::string split = line.text("split", "val");
  if (split != "val" && split != "train") throw Error(ErrorKind::config, "--split", "is '" + split + "', must be val or train");
  const PipelineFile read = read_pipeline_file(line.words().front(), line.overrides());
  watch_interrupts();
  set_up_process(0);
  const Catalog catalog = scan_plugins(line);
  PipelineSettings settings;
  settings.weights = read.weights;
  if (line.has("weights")) settings.weights = line.text("weights");
  settings.device = device_of(line);
  const Pipeline pipeline = Pipeline::compose(read.config, catalog, settings);
  for (const std::string& remark : pipeline.remarks()) log_info(remark);
  const LoadedData data = load_data(read_data_set_options(read.config, "data." + split),
                                    read.config.read("data", data_schema, data_tables), 2);
  warn_of(data.problems, "data." + split);
  return validate(pipeline, *data.pictures, [] { return !interrupted(); }, options);
}

/// What --pictures and --images need of each other and of the rest.
void check_picture_flags(const CommandLine& line, bool files, std::size_t worst) {
  if (line.has("images") && !files) {
    throw Error(ErrorKind::config, "--images", "is for --truth and --predictions; a pipeline's data names its own pictures");
  }
  if (line.has("images") && !line.has("pictures") && !line.has("slices") && !line.has("json")) {
    log_warning("--images: is of no use without --pictures, --slices or --json");
  }
  if (!line.has("pictures")) return;
  if (worst == 0) throw Error(ErrorKind::config, "--worst", "is 0, must be at least 1 with --pictures");
  if (files && !line.has("images")) throw Error(ErrorKind::config, "--pictures", "draws on the truth's pictures; --images DIR says where they are");
}

std::vector<WorstPicture> draw_worst(const SetReport& report, std::size_t count, const std::string& folder) {
  const std::vector<ImageResult> worst = worst_images(report.result, count);
  DatasetProblems problems;
  std::vector<WorstPicture> drawn = write_worst_pictures(worst, report.profile, folder, problems);
  warn_of(problems, "--pictures");
  if (worst.empty()) {
    std::cout << "no image has a fault, no picture is drawn\n";
  } else {
    std::cout << counted(drawn.size(), "picture") << " of the worst images, the worst first: " << folder << "\n";
  }
  return drawn;
}

/// [{"image", "file"}], the worst first; files relative to the folder of `json_file`, so that both can be moved together.
nlohmann::json pictures_json(const std::vector<WorstPicture>& pictures, const fs::path& json_file) {
  nlohmann::json json = nlohmann::json::array();
  const fs::path beside = fs::absolute(json_file).parent_path();
  for (const WorstPicture& picture : pictures) {
    json.push_back({{"image", picture.image}, {"file", fs::absolute(picture.file).lexically_relative(beside).generic_string()}});
  }
  return json;
}

}  // namespace

int run_evaluate(const CommandLine& line) {
  const bool files = line.has("truth") || line.has("predictions");
  if (files && !line.words().empty()) {
    throw Error(ErrorKind::config, "docket evaluate", "'" + line.words().front() + "' beside --truth or --predictions: scores either what a pipeline finds, or a file of predictions");
  }
  if (files && !(line.has("truth") && line.has("predictions"))) {
    throw Error(ErrorKind::config, "docket evaluate", "needs both --truth and --predictions");
  }
  const auto useless = [&](const std::string& what) { return Error(ErrorKind::config, what, "does nothing for --truth and --predictions; it is for a PIPELINE"); };
  if (files && !line.overrides().empty()) throw useless("'" + line.overrides().front() + "'");
  for (const char* flag : {"split", "weights", "device", "plugins"}) {
    if (files && line.has(flag)) throw useless("--" + std::string(flag));
  }
  if (line.has("against") && !files) {
    throw Error(ErrorKind::config, "--against", "compares two prediction files, needs --truth and --predictions");
  }
  files ? line.expect_words(0, 0) : line.expect_words(1, 1);
  ClevalOptions options;
  options.profile = cleval_profile(line.text("profile", "receipt"), "--profile");
  BootstrapOptions bootstrap;
  bootstrap.resamples = static_cast<std::size_t>(line.integer("resamples", 1000, 0, 1'000'000));
  bootstrap.seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  const auto worst = static_cast<std::size_t>(line.integer("worst", 10, 0, 1'000'000));

  check_picture_flags(line, files, worst);
  if (line.has("json")) expect_writable_place(line.text("json"), "--json");
  if (line.has("pictures")) prepare_picture_folder(line.text("pictures"));

  std::optional<Truth> truth;
  if (files) truth = read_truth(line, line.has("slices") || line.has("json"));
  const SetReport report(files ? score_file(*truth, line.text("predictions"), options) : run_pipeline(line, options), options.profile, bootstrap);
  if (interrupted()) {
    log_info("interrupted before all images were scored; nothing is written");
    return interrupted_exit_code;
  }
  std::cout << set_text(report, worst);
  std::vector<WorstPicture> pictures;
  if (line.has("pictures")) pictures = draw_worst(report, worst, line.text("pictures"));
  if (line.has("slices")) std::cout << slices_text(report.result, report.profile);
  nlohmann::json json;
  if (line.has("json")) json = set_json(report);
  if (line.has("json") && line.has("pictures")) json["pictures"] = pictures_json(pictures, line.text("json"));
  if (line.has("against")) {
    const std::string other_file = line.text("against");
    const SetReport other(score_file(*truth, other_file, options), options.profile, bootstrap);
    std::cout << difference_text(report, other, other_file);
    if (line.has("json")) json["against"] = difference_json(report, other, other_file);
  }
  if (line.has("json")) write_file_atomically(line.text("json"), json.dump(2) + "\n");
  return 0;
}

}  // namespace docket
