#include "synth/generate.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <opencv2/imgcodecs.hpp>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/core/machine.hpp>
#include <docket/data/result_file.hpp>

#include "synth/annotations.hpp"
#include "synth/folder.hpp"
#include "synth/fonts.hpp"
#include "synth/sample.hpp"

namespace docket::synth {
namespace {

std::string file_name(int index) {
  char name[32];
  std::snprintf(name, sizeof name, "receipt_%06d.jpg", index);
  return name;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  ResultFile file(path);
  file.write(bytes);
  file.commit();
}

double box_height(const Polygon& polygon) {
  const std::size_t half = polygon.size() / 2;
  const Point &top = polygon.front(), &bottom = polygon.back(), &top_end = polygon[half - 1], &bottom_end = polygon[half];
  return (std::hypot(top.x - bottom.x, top.y - bottom.y) + std::hypot(top_end.x - bottom_end.x, top_end.y - bottom_end.y)) / 2;
}

}  // namespace

Summary generate(const SynthOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const FontFiles fonts = find_fonts(options.fonts, options.language);
  prepare_folder(options.out, options.overwrite);

  const int threads = std::clamp(options.threads > 0 ? options.threads : thread_budget(), 1, std::max(1, options.count));
  std::vector<std::string> entries(static_cast<std::size_t>(options.count));
  std::atomic<int> next{0};
  std::mutex guard;
  std::exception_ptr failure;
  Summary summary;
  std::vector<double> heights;
  const auto work = [&] {
    try {
      const Typesetter typesetter(fonts);
      for (int i = next++; i < options.count; i = next++) {
        const Sample sample = make_sample(options, i, typesetter);
        std::vector<unsigned char> jpeg;
        cv::imencode(".jpg", sample.picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, sample.jpeg_quality});
        write_file(options.out / "images" / file_name(i), {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
        entries[static_cast<std::size_t>(i)] = entry_text(sample);
        const std::lock_guard lock(guard);
        for (const LabelledWord& word : sample.words) {
          heights.push_back(box_height(word.polygon));
          summary.curved_words += word.polygon.size() > 4;
        }
        ++summary.images;
        if (!options.quiet && summary.images % 100 == 0)
          log_info(std::to_string(summary.images) + " of " + std::to_string(options.count) + " images");
      }
    } catch (...) {
      next = options.count;
      const std::lock_guard lock(guard);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i) workers.emplace_back(work);
  }
  if (failure) std::rethrow_exception(failure);

  std::vector<std::string> names;
  for (int i = 0; i < options.count; ++i) names.push_back(file_name(i));
  write_file(options.out / "annotations.json", dataset_text(names, entries));
  summary.words = heights.size();
  if (!heights.empty()) {
    std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
    summary.median_height_px = heights[heights.size() / 2];
  }
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace docket::synth
