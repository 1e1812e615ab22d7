#include "synth.hpp"

#include <cstdio>
#include <iomanip>
#include <iostream>
#include <utility>
#include <vector>

#include <opencv2/core/utility.hpp>

#include <docket/core/error.hpp>

#include "../synth/generate.hpp"

namespace docket {
namespace {

template <class Choice>
Choice choice(const CommandLine& line, const std::string& flag, const std::vector<std::pair<std::string, Choice>>& choices) {
  const std::string text = line.text(flag, choices.front().first);
  std::string listed;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    listed += (listed.empty() ? "" : ", ") + name;
  }
  throw Error(ErrorKind::config, "command line", "--" + flag + " is '" + text + "', must be one of " + listed);
}

synth::SynthOptions read_options(const CommandLine& line) {
  using synth::BoxUnit, synth::Language;
  line.expect_words(0, 0);
  if (!line.overrides().empty()) {
    throw Error(ErrorKind::config, "command line",
                "'" + line.overrides().front() + "' sets a pipeline's key, and docket synth reads no pipeline");
  }
  synth::SynthOptions options;
  options.count = static_cast<int>(line.integer("count", options.count, 1, 10'000'000));
  options.seed = static_cast<std::uint64_t>(line.integer("seed", 1, 0, INT64_MAX));
  options.longest_side_px = static_cast<int>(line.integer("longest-side", options.longest_side_px, 128, 4096));
  options.threads = static_cast<int>(line.integer("threads", options.threads, 0, 1024));
  options.language =
      choice<Language>(line, "language", {{"en", Language::english}, {"ko", Language::korean}, {"mixed", Language::mixed}});
  options.boxes = choice<BoxUnit>(line, "boxes", {{"words", BoxUnit::words}, {"segments", BoxUnit::segments}});
  options.fonts = line.text("fonts", options.fonts.string());
  options.overwrite = line.has("overwrite");
  options.quiet = line.has("quiet");
  options.out = line.text("out");
  if (options.out.empty()) throw Error(ErrorKind::config, "command line", "--out is missing; it names the folder to fill");
  return options;
}

}  // namespace

int run_synth(const CommandLine& line) {
  const synth::SynthOptions options = read_options(line);
  // Pictures are made side by side; OpenCV's own threads would only get in the way.
  cv::setNumThreads(1);
  const synth::Summary summary = synth::generate(options);
  if (options.quiet) return 0;
  std::cout << summary.images << " images, " << summary.words << " boxes, " << summary.curved_words
            << " of them on bent lines, median height " << std::fixed << std::setprecision(1) << summary.median_height_px
            << " px, " << summary.images / summary.seconds << " images/s\n"
            << "data.train.images=" << (options.out / "images").string() << "\n"
            << "data.train.annotations=" << (options.out / "annotations.json").string() << "\n";
  return 0;
}

}  // namespace docket
