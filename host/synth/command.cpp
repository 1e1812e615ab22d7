#include "synth/command.hpp"

#include <cstdio>

#include <opencv2/core/utility.hpp>

#include "synth/command_line.hpp"
#include "synth/generate.hpp"

namespace docket::synth {

int run(std::span<const std::string> words) {
  const SynthOptions options = parse_flags(words);
  // Pictures are made side by side; OpenCV's own threads would only get in the way.
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const Summary summary = generate(options);
  cv::setNumThreads(threads);
  if (!options.quiet) {
    std::printf("%d images, %zu words (%zu of them on bent lines), median word height %.1f px, %.1f images/s\n", summary.images,
                summary.words, summary.curved_words, summary.median_height_px, summary.images / summary.seconds);
    std::printf("data.train.images = \"%s\"\ndata.train.annotations = \"%s\"\n", (options.out / "images").c_str(),
                (options.out / "annotations.json").c_str());
  }
  return 0;
}

}  // namespace docket::synth
