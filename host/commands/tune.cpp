#include "tune.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
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
#include "plugin_folders.hpp"

namespace docket {
namespace {

using Postprocessors = std::vector<std::unique_ptr<Postprocessor>>;

/// `thresh=0.2:0.3`, `postprocess.thresh=[0.2, 0.3]`: a word about the space, not about the pipeline.
std::optional<std::string> space_word(const std::string& word) {
  std::string key = word.substr(0, word.find('='));
  const std::string value = word.substr(key.size() + 1);
  const bool several = value.starts_with('[') || value.find(':') != std::string::npos;
  constexpr std::string_view section = "postprocess.";
  if (key.starts_with(section)) {
    if (!several) return std::nullopt;
    key = key.substr(section.size());
  }
  if (key.find('.') != std::string::npos || key == "weights" || key == "augment") return std::nullopt;
  return key + "=" + value;
}

/// The command line's words by what they are about.
struct Words {
  std::vector<std::string> pipeline, space;
};

Words sorted_words(const CommandLine& line) {
  Words words;
  for (const std::string& word : line.overrides()) {
    if (auto space = space_word(word)) {
      words.space.push_back(*std::move(space));
    } else {
      words.pipeline.push_back(word);
    }
  }
  return words;
}

std::string split_of(const CommandLine& line, const char* flag, const char* otherwise) {
  const std::string split = line.text(flag, otherwise);
  if (split != "val" && split != "train" && !split.empty()) {
    throw Error(ErrorKind::config, std::string("--") + flag, "is '" + split + "', must be val or train");
  }
  return split;
}

SetMetric metric_of(const CommandLine& line) {
  const std::string name = line.text("metric", "cleval");
  if (name == "cleval") return SetMetric::cleval_mean;
  if (name == "iou") return SetMetric::iou;
  throw Error(ErrorKind::config, "--metric", "is '" + name + "', must be cleval or iou");
}

/// A pipeline whose postprocessor is exchanged at will.
class Tuner {
 public:
  Tuner(const PipelineFile& file, const Catalog& catalog, const std::optional<std::filesystem::path>& weights)
      : config_(file.config), catalog_(catalog), plugin_(stage_name(config_, "postprocess")), pipeline_(Pipeline::compose(config_, catalog, {.weights = weights})) {}

  [[nodiscard]] const PluginInfo& plugin() const { return catalog_.find("postprocessor", plugin_); }
  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

  [[nodiscard]] Postprocessors make(const std::vector<tune::Trial>& trials) const {
    static constexpr std::string_view use[] = {"use"};
    nlohmann::json base = config_.read("postprocess", plugin().options, use);
    base.erase("use");
    Postprocessors made;
    for (const tune::Trial& trial : trials) {
      nlohmann::json options = base;
      options.update(trial.setting);
      made.push_back(catalog_.create<Postprocessor>(plugin_, options));
    }
    return made;
  }

  /// Maps come out of the network, in full precision.
  [[nodiscard]] at::Tensor compute(const cv::Mat& rgb) const {
    const ImageFrame frame = pipeline_.frame_of(rgb);
    return pipeline_.probability(pipeline_.input(rgb, frame));
  }

 private:
  const ConfigDocument& config_;
  const Catalog& catalog_;
  std::string plugin_;
  Pipeline pipeline_;
};

LoadedData load_split(const ConfigDocument& config, const std::string& split, int threads) {
  LoadedData data = load_data(read_data_set_options(config, "data." + split), config.read("data", data_schema, data_tables), threads);
  log_info(split + " " + counted(data.images, "image") + ", " + counted(data.words, "word"));
  warn_of(data.problems, "data." + split);
  return data;
}

/// Fills the results of `trials` with maps in full precision, made one after the other: the network itself uses all threads.
void score_exactly(const Tuner& tuner, const LoadedData& data, std::vector<tune::Trial>& trials) {
  std::vector<SetResult> results = score_settings(
      tuner.make(trials), *data.pictures, tuner.pipeline().input_settings(), [&](std::size_t i) { return tuner.compute(data.pictures->picture(i)); }, 1,
      {}, [] { return !interrupted(); });
  for (std::size_t t = 0; t < trials.size(); ++t) trials[t].result = std::move(results[t]);
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

/// Of the pictures the store holds, in its order.
std::vector<std::string> hashes_of(const PictureStore& pictures) {
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < pictures.count(); ++i) hashes.push_back(sha256_of_file(pictures.image(i).file));
  return hashes;
}

}  // namespace

int run_tune(const CommandLine& line) {
  line.expect_words(1, 1);
  const std::string split = split_of(line, "split", "val"), check = split_of(line, "check", "");
  const SetMetric metric = metric_of(line);
  const auto draws = static_cast<std::size_t>(line.integer("draws", 200, 1, 100'000));
  const auto seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  const auto top = static_cast<std::size_t>(line.integer("top", 10, 1, 1000));
  const BootstrapOptions bootstrap{.seed = seed};
  const Words words = sorted_words(line);
  const PipelineFile file = read_pipeline_file(line.words().front(), words.pipeline);
  watch_interrupts();
  set_up_process(0);
  const Catalog catalog = scan_plugins(line);
  std::optional<std::filesystem::path> weights = file.weights;
  if (line.has("weights")) weights = line.text("weights");

  const ConfigDocument asked = line.has("space") ? ConfigDocument::load(line.text("space"), words.space) : ConfigDocument::from_text("", "command line", words.space);
  const std::string plugin = stage_name(file.config, "postprocess");
  const SettingSpace space = read_setting_space(asked, catalog.find("postprocessor", plugin).options, "postprocessor '" + plugin + "'");
  if (space.points.empty() && space.axes.empty()) {
    throw Error(ErrorKind::config, "docket tune", "was told nothing to try; say thresh=0.2:0.3:0.02 or --space configs/tune/grid_75.toml");
  }
  std::vector<tune::Trial> trials(1);  // the pipeline's own setting comes first
  trials[0].setting = Setting::object();
  for (Setting& setting : settings_of(space, draws, seed)) trials.push_back({std::move(setting), {}});

  const std::string network = network_hash(file.config, catalog, weights);
  const Tuner tuner(file, catalog, weights);
  for (const std::string& remark : tuner.pipeline().remarks()) log_info(remark);
  const Postprocessors postprocessors = tuner.make(trials);  // a setting that a plugin refuses is told before the network runs
  const int threads = at::get_num_threads();
  const LoadedData data = load_split(file.config, split, threads);
  const std::vector<std::string> hashes = hashes_of(*data.pictures);
  const MapStore store(line.has("maps") ? std::filesystem::path(line.text("maps")) : default_map_folder(), network);
  fill(store, tuner, data, hashes);

  std::vector<SetResult> results = score_settings(
      postprocessors, *data.pictures, tuner.pipeline().input_settings(),
      [&](std::size_t i) { return store.map(hashes[i], [&] { return tuner.compute(data.pictures->picture(i)); }); }, threads, {},
      [] { return !interrupted(); });
  if (interrupted()) return interrupted_exit_code;
  for (std::size_t t = 0; t < trials.size(); ++t) trials[t].result = std::move(results[t]);

  // The pipeline's own setting is always among those scored in full precision.
  std::vector<std::size_t> order = tune::ranking(trials, metric);
  std::vector<tune::Trial> best{{trials[0].setting, {}}};
  for (const std::size_t t : order) {
    if (t != 0 && best.size() <= top) best.push_back({trials[t].setting, {}});
  }
  score_exactly(tuner, data, best);
  if (interrupted()) return interrupted_exit_code;
  const std::vector<std::size_t> final_order = tune::ranking(best, metric);
  const tune::Trial& winner = best[final_order[0]];
  const tune::Trial& base = best[0];

  std::cout << counted(trials.size() - 1, "setting") << " on " << counted(data.pictures->count(), "image") << " of " << split
            << "; the best, on maps in full precision:\n"
            << tune::table(best, final_order, best.size());
  const char* const measure = metric == SetMetric::iou ? "IoU H" : "CLEval H";
  std::cout << split << ": " << measure << " " << tune::gain(winner.result, base.result, metric, bootstrap) << "\n";
  nlohmann::json report{{"pipeline", line.words().front()}, {"network", network},           {"split", split},
                        {"metric", measure},                {"settings", tune::json(trials)}, {"best", tune::json(best)},
                        {"winner", winner.setting}};
  if (check.empty() || check == split) {
    log_warning("the winner was chosen on these very pictures: expect less elsewhere; --check " + std::string(split == "val" ? "train" : "val") + " says how much");
  } else {
    const LoadedData other = load_split(file.config, check, threads);
    if (const auto shared = shared_pictures(data.hashes, other.hashes); !shared.empty()) {
      log_warning(check + ": " + counted(shared.size(), "picture") + " of " + std::to_string(other.hashes.size()) + " are among those tuned on");
    }
    std::vector<tune::Trial> pair{{winner.setting, {}}, {base.setting, {}}};
    score_exactly(tuner, other, pair);
    if (interrupted()) return interrupted_exit_code;
    std::cout << check << ": " << measure << " " << tune::gain(pair[0].result, pair[1].result, metric, bootstrap) << "\n";
    report["check"] = {{"split", check}, {"scores", tune::json(pair)}};
  }
  const std::filesystem::path out = line.has("out") ? std::filesystem::path(line.text("out")) : std::filesystem::path("tune") / std::filesystem::path(line.words().front()).stem();
  std::filesystem::create_directories(out);
  write_file_atomically(out / "settings.csv", tune::csv(trials));
  write_file_atomically(out / "tune.json", report.dump(2) + "\n");
  char comment[160];
  std::snprintf(comment, sizeof comment, "docket tune: best of %zu settings on %s, %s %.4f (before: %.4f)", trials.size() - 1, split.c_str(), measure,
                tune::hmean_of(winner.result, metric), tune::hmean_of(base.result, metric));
  write_file_atomically(out / "best.toml", tune::toml(winner.setting, comment));
  std::cout << "written: " << (out / "settings.csv").string() << ", " << (out / "tune.json").string() << ", " << (out / "best.toml").string()
            << " (for a pipeline's extends)\n";
  return 0;
}

}  // namespace docket
