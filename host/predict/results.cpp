#include "results.hpp"

#include <chrono>
#include <ctime>

namespace docket {
namespace {

namespace fs = std::filesystem;

/// Local time, as the reference system names its files.
std::string stamp() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%d_%H%M%S", &local);
  return text;
}

/// DIR/submissions/<stamp>, without a suffix, such that neither result nor another run's unfinished one has this name.
fs::path free_stem(const fs::path& folder) {
  fs::create_directories(folder / "submissions");
  const std::string base = stamp();
  for (int i = 1;; ++i) {
    fs::path stem = folder / "submissions" / (i == 1 ? base : base + "_" + std::to_string(i));
    bool taken = false;
    for (const char* suffix : {".json", ".csv"}) {
      const fs::path target = stem.string() + suffix;
      taken = taken || fs::exists(target) || fs::exists(ResultFile::hidden_name(target));
    }
    if (!taken) return stem;
  }
}

}  // namespace

PredictionResults::PredictionResults(const fs::path& folder, bool scores, Coordinates coordinates)
    : PredictionResults(free_stem(folder), folder / "overlays", scores, coordinates) {}

PredictionResults::PredictionResults(const fs::path& stem, const fs::path& overlays, bool scores, Coordinates coordinates)
    : overlays_(overlays), json_(stem.string() + ".json", scores, coordinates), csv_(stem.string() + ".csv", coordinates) {}

void PredictionResults::add(const std::string& image, std::span<const Detection> words) {
  json_.add(image, words);
  csv_.add(image, words);
}

void PredictionResults::finish() {
  json_.finish();
  csv_.finish();
}

}  // namespace docket
