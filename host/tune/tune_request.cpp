#include "tune_request.hpp"

#include <set>
#include <utility>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/search/map_store.hpp>
#include <docket/search/samplers/samplers.hpp>

#include "../kfold/plan.hpp"

namespace docket::tune {
namespace {

void expect_split(const std::string& split, const char* flag) {
  if (split != "val" && split != "train") throw Error(ErrorKind::config, std::string("--") + flag, "is '" + split + "', must be val or train");
}

std::vector<std::string> read_splits(const CommandLine& line) {
  std::vector<std::string> splits = line.texts("split");
  if (splits.empty()) splits = {"val"};
  for (const std::string& split : splits) expect_split(split, "split");
  if (std::set(splits.begin(), splits.end()).size() != splits.size()) throw Error(ErrorKind::config, "--split", "names " + splits.front() + " twice");
  return splits;
}

}  // namespace

TuneRequest read_request(const CommandLine& line) {
  line.expect_words(1, 1);
  TuneRequest request;
  request.target = line.words().front();
  if (std::error_code ignored; std::filesystem::is_regular_file(std::filesystem::path(request.target) / kfold::plan_file, ignored)) {
    for (const char* flag : {"split", "check", "weights"}) {
      if (line.has(flag)) throw Error(ErrorKind::config, std::string("--") + flag, "does nothing for a folder of folds: each fold's own network is tuned on what it holds out");
    }
  } else {
    request.splits = read_splits(line);
  }
  if (line.has("check")) {
    request.check = line.text("check");
    expect_split(request.check, "check");
    for (const std::string& split : request.splits) {
      if (request.check == split) throw Error(ErrorKind::config, "--check", "is '" + split + "', which is what the settings are tuned on; name the other split");
    }
  }
  const std::string metric = line.text("metric", "cleval");
  if (metric != "cleval" && metric != "iou") throw Error(ErrorKind::config, "--metric", "is '" + metric + "', must be cleval or iou");
  request.metric = metric == "iou" ? SetMetric::iou : SetMetric::cleval_mean;
  if (line.has("sampler")) {
    request.sampler = line.text("sampler");
    (void)search::sampler_options(request.sampler);
  }
  request.draws = static_cast<std::size_t>(line.integer("draws", 200, 1, 100'000));
  request.top = static_cast<std::size_t>(line.integer("top", 10, 1, 1000));
  request.seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  request.maps = line.has("maps") ? std::filesystem::path(line.text("maps")) : default_map_folder();
  request.out = line.has("out") ? std::filesystem::path(line.text("out")) : "tune" / std::filesystem::path(request.target).lexically_normal().stem();
  return request;
}

SettingSpace read_space(const CommandLine& line, const std::vector<std::string>& words, const TuneRequest& request, const PluginInfo& plugin) {
  const ConfigDocument asked = line.has("space") ? ConfigDocument::load(line.text("space"), words) : ConfigDocument::from_text("", "command line", words);
  SettingSpace space = read_setting_space(asked, plugin.options, "postprocessor '" + plugin.name + "'");
  if (space.points.empty() && space.axes.empty()) {
    throw Error(ErrorKind::config, "docket tune", "was told nothing to try; say thresh=0.2:0.3:0.02 or --space configs/tune/grid_75.toml");
  }
  if (!request.sampler.empty()) {
    if (!space.points.empty()) throw Error(ErrorKind::config, "--sampler", "does nothing for [[point]] tables, which are all tried");
    (void)search::make_sampler(request.sampler, nlohmann::json::object())->propose(search_space_of(space), search::Goal::maximize, {}, 0, request.seed);
  }
  return space;
}

}  // namespace docket::tune
