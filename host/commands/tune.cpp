#include "tune.hpp"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/data/leakage.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/search/map_store.hpp>
#include <docket/search/score_settings.hpp>
#include <docket/search/setting_space.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/process.hpp>

#include "../tune/tune_report.hpp"
#include "../tune/tuner.hpp"
#include "../tune/words.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

using tune::Trial;
using tune::Tuner;

/// What the command line asks for, beside pipeline and space.
struct TuneRequest {
  std::string pipeline, split, check;  // check: empty without --check
  SetMetric metric = SetMetric::cleval_mean;
  std::size_t draws = 0, top = 0;
  std::uint64_t seed = 0;
  std::filesystem::path maps, out;

  [[nodiscard]] const char* measure() const { return metric == SetMetric::iou ? "IoU H" : "CLEval H"; }
};

std::string split_of(const CommandLine& line, const char* flag, const char* otherwise) {
  const std::string split = line.text(flag, otherwise);
  if (split != "val" && split != "train" && !split.empty()) {
    throw Error(ErrorKind::config, std::string("--") + flag, "is '" + split + "', must be val or train");
  }
  return split;
}

TuneRequest read_request(const CommandLine& line) {
  line.expect_words(1, 1);
  TuneRequest request;
  request.pipeline = line.words().front();
  request.split = split_of(line, "split", "val");
  request.check = split_of(line, "check", "");
  if (request.check == request.split) throw Error(ErrorKind::config, "--check", "is '" + request.check + "', which is what the settings are tuned on; name the other split");
  const std::string metric = line.text("metric", "cleval");
  if (metric != "cleval" && metric != "iou") throw Error(ErrorKind::config, "--metric", "is '" + metric + "', must be cleval or iou");
  request.metric = metric == "iou" ? SetMetric::iou : SetMetric::cleval_mean;
  request.draws = static_cast<std::size_t>(line.integer("draws", 200, 1, 100'000));
  request.top = static_cast<std::size_t>(line.integer("top", 10, 1, 1000));
  request.seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  request.maps = line.has("maps") ? std::filesystem::path(line.text("maps")) : default_map_folder();
  request.out = line.has("out") ? std::filesystem::path(line.text("out")) : "tune" / std::filesystem::path(request.pipeline).stem();
  return request;
}

/// The pipeline's own setting, then what the command line and --space name.
std::vector<Setting> read_settings(const CommandLine& line, const std::vector<std::string>& words, const TuneRequest& request, const PluginInfo& plugin) {
  const ConfigDocument asked = line.has("space") ? ConfigDocument::load(line.text("space"), words) : ConfigDocument::from_text("", "command line", words);
  const SettingSpace space = read_setting_space(asked, plugin.options, "postprocessor '" + plugin.name + "'");
  if (space.points.empty() && space.axes.empty()) {
    throw Error(ErrorKind::config, "docket tune", "was told nothing to try; say thresh=0.2:0.3:0.02 or --space configs/tune/grid_75.toml");
  }
  std::vector<Setting> settings{Setting::object()};
  for (Setting& setting : settings_of(space, request.draws, request.seed)) settings.push_back(std::move(setting));
  return settings;
}

LoadedData load_split(const ConfigDocument& config, const std::string& split, int threads) {
  LoadedData data = load_data(read_data_set_options(config, "data." + split), config.read("data", data_schema, data_tables), threads);
  log_info(split + " " + counted(data.images, "image") + ", " + counted(data.words, "word"));
  warn_of(data.problems, "data." + split);
  return data;
}

std::vector<Trial> with_results(const std::vector<Setting>& settings, std::vector<SetResult> results) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < settings.size(); ++i) trials.push_back({settings[i], std::move(results[i])});
  return trials;
}

/// On maps in full precision, made one after the other: the network itself uses all threads.
std::vector<Trial> score_exactly(const Tuner& tuner, const LoadedData& data, const std::vector<Setting>& settings) {
  return with_results(settings, score_settings(tuner.make(settings), *data.pictures, tuner.pipeline().input_settings(),
                                               [&](std::size_t i) { return tuner.compute(data.pictures->picture(i)); }, 1, {}, [] { return !interrupted(); }));
}

/// The maps that are not stored yet, made one after the other.
void fill(const MapStore& store, const Tuner& tuner, const LoadedData& data, const std::vector<std::string>& hashes) {
  std::size_t missing = 0;
  for (const std::string& hash : hashes) missing += store.has(hash) ? 0 : 1;
  if (missing > 0) log_info(counted(missing, "map") + " to compute, " + counted(hashes.size() - missing, "map") + " known in " + store.folder().string());
  for (std::size_t i = 0; i < hashes.size() && missing > 0 && !interrupted(); ++i) {
    if (!store.has(hashes[i])) (void)store.map(hashes[i], [&] { return tuner.compute(data.pictures->picture(i)); });
  }
}

/// On stored maps, on all threads.
std::vector<Trial> score_stored(const Tuner& tuner, const LoadedData& data, const MapStore& store, const std::vector<Setting>& settings) {
  const auto postprocessors = tuner.make(settings);  // a setting that the plugin refuses is told before the network runs
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < data.pictures->count(); ++i) hashes.push_back(sha256_of_file(data.pictures->image(i).file));
  fill(store, tuner, data, hashes);
  const auto map = [&](std::size_t i) { return store.map(hashes[i], [&] { return tuner.compute(data.pictures->picture(i)); }); };
  return with_results(settings, score_settings(postprocessors, *data.pictures, tuner.pipeline().input_settings(), map, at::get_num_threads(), {},
                                               [] { return !interrupted(); }));
}

/// The pipeline's own setting, then the `top` best others.
std::vector<Setting> best_settings(const std::vector<Trial>& trials, const TuneRequest& request) {
  std::vector<Setting> best{trials[0].setting};
  for (const std::size_t t : tune::ranking(trials, request.metric)) {
    if (t != 0 && best.size() <= request.top) best.push_back(trials[t].setting);
  }
  return best;
}

void write_results(const TuneRequest& request, const std::vector<Trial>& trials, const Trial& winner, const Trial& own, const nlohmann::json& report) {
  std::filesystem::create_directories(request.out);
  write_file_atomically(request.out / "settings.csv", tune::csv(trials));
  write_file_atomically(request.out / "tune.json", report.dump(2) + "\n");
  char comment[160];
  std::snprintf(comment, sizeof comment, "docket tune: best of %zu settings on %s, %s %.4f (before: %.4f)", trials.size() - 1, request.split.c_str(),
                request.measure(), tune::hmean_of(winner.result, request.metric), tune::hmean_of(own.result, request.metric));
  write_file_atomically(request.out / "best.toml", tune::toml(winner.setting, comment));
  std::cout << "written: " << (request.out / "settings.csv").string() << ", tune.json, best.toml (for a pipeline's extends)\n";
}

}  // namespace

int run_tune(const CommandLine& line) {
  const TuneRequest request = read_request(line);
  const tune::Words words = tune::sorted_words(line);
  const PipelineFile file = read_pipeline_file(request.pipeline, words.pipeline);
  watch_interrupts();
  set_up_process(0);
  const Catalog catalog = scan_plugins(line);
  const std::vector<Setting> settings = read_settings(line, words.space, request, catalog.find("postprocessor", stage_name(file.config, "postprocess")));
  std::optional<std::filesystem::path> weights = file.weights;
  if (line.has("weights")) weights = line.text("weights");
  const std::string network = network_hash(file.config, catalog, weights);
  const Tuner tuner(file.config, catalog, weights);
  for (const std::string& remark : tuner.pipeline().remarks()) log_info(remark);
  const LoadedData data = load_split(file.config, request.split, at::get_num_threads());
  const MapStore store(request.maps, network);

  const std::vector<Trial> trials = score_stored(tuner, data, store, settings);
  if (interrupted()) return interrupted_exit_code;
  const std::vector<Trial> best = score_exactly(tuner, data, best_settings(trials, request));
  if (interrupted()) return interrupted_exit_code;
  const std::vector<std::size_t> order = tune::ranking(best, request.metric);
  const Trial &winner = best[order[0]], &own = best[0];
  const BootstrapOptions bootstrap{.seed = request.seed};
  std::cout << counted(trials.size() - 1, "setting") << " on " << counted(data.pictures->count(), "image") << " of " << request.split
            << "; the best, on maps in full precision:\n"
            << tune::table(best, order, best.size()) << request.split << ": " << request.measure() << " "
            << tune::gain(winner.result, own.result, request.metric, bootstrap) << "\n";
  if (winner.setting.empty()) std::cout << "nothing tried is better than the pipeline's own setting\n";
  nlohmann::json report{{"pipeline", request.pipeline}, {"network", network},           {"split", request.split},
                        {"metric", request.measure()},  {"settings", tune::json(trials)}, {"best", tune::json(best)},
                        {"winner", winner.setting}};
  if (request.check.empty()) {
    log_warning("the winner was chosen on these very pictures: expect less elsewhere; --check " + std::string(request.split == "val" ? "train" : "val") + " says how much");
  } else {
    const LoadedData other = load_split(file.config, request.check, at::get_num_threads());
    if (const auto shared = shared_pictures(data.hashes, other.hashes); !shared.empty()) {
      log_warning(request.check + ": " + counted(shared.size(), "picture") + " of " + std::to_string(other.hashes.size()) + " are among those tuned on");
    }
    const std::vector<Trial> pair = score_exactly(tuner, other, {winner.setting, own.setting});
    if (interrupted()) return interrupted_exit_code;
    std::cout << request.check << ": " << request.measure() << " " << tune::gain(pair[0].result, pair[1].result, request.metric, bootstrap) << "\n";
    report["check"] = {{"split", request.check}, {"scores", tune::json(pair)}};
  }
  write_results(request, trials, winner, own, report);
  return 0;
}

}  // namespace docket
