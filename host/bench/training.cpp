#include "training.hpp"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ATen/Parallel.h>

#include <docket/data/sample_loader.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/loader_settings.hpp>
#include <docket/training/process.hpp>
#include <docket/training/start_network.hpp>
#include <docket/training/weight_step.hpp>

#include "../commands/plugin_folders.hpp"
#include "stopwatch.hpp"

namespace docket {
namespace {

/// A pipeline with its network and the first pictures of data.train.
struct Workbench {
  ConfigDocument config;
  TrainingSettings settings;
  Network network;
  LoadedData data;
  std::string model;

  [[nodiscard]] TargetMaker target_maker() const {
    return [this](std::span<const std::vector<TargetWord>> samples, Size input) { return network.head().targets(samples, input); };
  }
};

/// `trains`: the network is needed on train.device.
Workbench set_up(const CommandLine& line, std::size_t limit, bool trains) {
  line.expect_words(2, 2);
  ConfigDocument config = read_pipeline_file(line.words()[1], line.overrides()).config;
  config.expect_sections(pipeline_sections);
  TrainingSettings settings = read_training_settings(config);
  if (!trains) settings.train.device = "cpu";
  set_up_process(settings.train.threads);
  const Catalog catalog = scan_plugins(line);
  Network network = start_network(config, catalog, settings.train, false);
  LoadedData data = load_data(read_data_set_options(config, "data.train"), config.read("data", data_schema, data_tables), at::get_num_threads(), limit);
  const std::string model = stage_name(config, "backbone") + config.text("backbone.variant", "");
  return {std::move(config), std::move(settings), std::move(network), std::move(data), model};
}

nlohmann::ordered_json detail_of(const Workbench& bench, const char* unit) {
  const TrainOptions& train = bench.settings.train;
  return {{"unit", unit},
          {"model", bench.model},
          {"size", train.crop_side > 0 ? train.crop_side : bench.settings.input.longest_side},
          {"batch", train.batch_size},
          {"images", bench.data.images},
          {"words", bench.data.words}};
}

int rounds_of(const CommandLine& line) { return static_cast<int>(line.integer("n", 5, 1, 100000)); }

}  // namespace

int bench_train(const CommandLine& line) {
  Workbench bench = set_up(line, 256, true);
  LoaderSettings loading = loader_settings(bench.settings);
  loading.prefetch = 0;
  const Batch batch = SampleLoader(*bench.data.pictures, bench.target_maker(), loading).make(0);
  WeightStep step(bench.network, bench.settings);
  const auto call = [&] { return step.take(0, bench.settings.optimizer.lr, 1, [&] { return batch; }); };
  for (int i = 0; i < 2; ++i) call();  // warm-up
  bench::Series series;
  double loss = 0;
  for (int i = 0; i < rounds_of(line); ++i) loss = series.time(call).losses.at("total");
  nlohmann::ordered_json detail = detail_of(bench, "step");
  detail["batch"] = batch.indices.size();
  detail["threads"] = at::get_num_threads();
  detail["device"] = bench.network.device().str();
  detail["precision"] = bench.settings.train.precision;
  detail["loss"] = loss;
  std::cout << series.line("docket_train", std::move(detail)).dump() << "\n";
  return 0;
}

int bench_loader(const CommandLine& line) {
  const Workbench bench = set_up(line, static_cast<std::size_t>(line.integer("limit", 64, 1, 1000000)), false);
  const LoaderSettings loading = loader_settings(bench.settings);
  SampleLoader loader(*bench.data.pictures, bench.target_maker(), loading);
  const auto pass = [&] {
    std::size_t images = 0;
    for (std::int64_t i = 0; i < loader.batches_per_epoch(); ++i) images += loader.next().indices.size();
    return images;
  };
  const auto count = static_cast<double>(pass());  // warm-up
  bench::Series series;
  for (int i = 0; i < rounds_of(line); ++i) series.time(pass);
  nlohmann::ordered_json detail = detail_of(bench, "image");
  detail["workers"] = loading.workers;
  std::cout << series.line("docket_loader", std::move(detail), count).dump() << "\n";
  return 0;
}

int bench_targets(const CommandLine& line) {
  const Workbench bench = set_up(line, static_cast<std::size_t>(line.integer("limit", 32, 1, 1000000)), false);
  const ViewGeometry geometry{bench.settings.input.longest_side, 0};
  std::vector<std::vector<TargetWord>> pages;
  for (std::size_t i = 0; i < bench.data.pictures->count(); ++i) {
    const auto& words = bench.data.pictures->image(i).words;
    pages.emplace_back();
    const ViewPlan plan = plan_view(bench.data.pictures->size(i), words, geometry, {}, {0, 0}, 0);
    for (ViewWord& word : place_words(plan, words, geometry.min_visible)) pages.back().push_back({std::move(word.polygon), word.ignore});
  }
  at::set_num_threads(1);
  const auto pass = [&] {
    for (const auto& page : pages) (void)bench.network.head().targets({&page, 1}, {geometry.longest_side, geometry.longest_side});
  };
  pass();  // warm-up
  bench::Series series;
  for (int i = 0; i < rounds_of(line); ++i) series.time(pass);
  nlohmann::ordered_json detail = detail_of(bench, "image");
  detail["size"] = geometry.longest_side;
  detail["threads"] = 1;
  std::cout << series.line("docket_targets", std::move(detail), static_cast<double>(pages.size())).dump() << "\n";
  return 0;
}

}  // namespace docket
