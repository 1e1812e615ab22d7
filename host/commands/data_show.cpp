#include "data_show.hpp"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/data/sample_loader.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/process.hpp>
#include <docket/training/trainer.hpp>

#include "../data/sample_sheet.hpp"
#include "../predict/overlay.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

/// The network's input back to 8-bit RGB. `image` is [3, H, W] float32.
cv::Mat sample_picture(const at::Tensor& image, const LoaderSettings& settings) {
  const int height = static_cast<int>(image.size(1)), width = static_cast<int>(image.size(2));
  cv::Mat rgb(height, width, CV_8UC3);
  const float* plane = image.const_data_ptr<float>();
  for (int c = 0; c < 3; ++c) {
    for (int i = 0; i < height * width; ++i) {
      const float value = (*plane++ * settings.std[c] + settings.mean[c]) * 255;
      rgb.data[3 * i + c] = cv::saturate_cast<std::uint8_t>(value);
    }
  }
  return rgb;
}

}  // namespace

int show_data(const CommandLine& line) {
  line.expect_words(2, 2);
  const std::string out = line.text("out");
  if (out.empty()) throw Error(ErrorKind::config, "command line", "--out is missing; it names the JPEG to write");
  if (!out.ends_with(".jpg") && !out.ends_with(".jpeg")) throw Error(ErrorKind::config, "--out", "is '" + out + "', must end in .jpg or .jpeg");
  const auto count = static_cast<std::size_t>(line.integer("count", 6, 1, 100));
  const ConfigDocument config = read_pipeline_file(line.words()[1], line.overrides()).config;
  config.expect_sections(pipeline_sections);
  const TrainingSettings settings = read_training_settings(config);
  set_up_process(settings.train.threads);
  const Catalog catalog = scan_plugins(line);
  const Network network = Network::compose(config, catalog);
  const LoadedData data =
      load_data(read_data_set_options(config, "data.train"), config.read("data", data_schema, data_tables), 2);
  warn_of(data.problems, "train");

  LoaderSettings loading = loader_settings(settings);
  loading.workers = 1;
  loading.prefetch = 0;  // batches are made here, one by one, so that the words come in the samples' order
  std::vector<std::vector<data_check::SheetPolygon>> words;
  const auto make_targets = [&](std::span<const std::vector<TargetWord>> samples, Size input) {
    for (const auto& sample : samples) {
      words.emplace_back();
      for (const TargetWord& word : sample) words.back().push_back({word.polygon, word.ignore});
    }
    return network.head().targets(samples, input);
  };
  const SampleLoader loader(*data.pictures, make_targets, loading);
  std::vector<data_check::SampleView> samples;
  for (std::int64_t number = 0; samples.size() < count && number < loader.batches_per_epoch(); ++number) {
    words.clear();
    const Batch batch = loader.make(number);
    for (std::size_t i = 0; i < batch.indices.size() && samples.size() < count; ++i) {
      const auto at = static_cast<std::int64_t>(i);
      data_check::SampleView sample{
          data.pictures->image(batch.indices[i]).name, sample_picture(batch.images[at], loading), words.at(i), {}};
      for (const auto& [name, maps] : batch.targets) {
        const at::Tensor whole = maps[at].contiguous();  // an expanded one has a single number
        const cv::Mat map(sample.rgb.size(), CV_32F, const_cast<float*>(whole.const_data_ptr<float>()));
        sample.maps.emplace_back(name, map.clone());
      }
      samples.push_back(std::move(sample));
    }
  }
  write_jpeg(data_check::draw_sample_sheet(samples), std::filesystem::absolute(out));
  std::cout << samples.size() << " of " << data.images << " training samples as step 1 and on would see them: " << out << "\n";
  return 0;
}

}  // namespace docket
