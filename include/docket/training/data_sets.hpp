/// [data.train] and [data.val]: checked pictures in memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/data/dataset.hpp>
#include <docket/data/leakage.hpp>
#include <docket/data/picture_store.hpp>
#include <docket/training/data_set_options.hpp>
#include <docket/training/options.hpp>

namespace docket {

/// Several data sets as one, checked; what the manifest says about it.
struct LoadedData {
  std::unique_ptr<PictureStore> pictures;
  DatasetProblems problems;
  std::size_t images = 0, words = 0, ignored = 0;
  nlohmann::json manifest;  // one entry a file: path, sha256, counts
  std::vector<PictureHash> hashes;  // of every picture named, also of those beyond `first`
};

/// SHA-256 over the names and contents of the pictures, in the order of the names.
[[nodiscard]] inline std::string hash_pictures(std::vector<PictureHash> pictures) {
  std::sort(pictures.begin(), pictures.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  Sha256 hash;
  for (const PictureHash& picture : pictures) hash.update(picture.name + " " + picture.sha256 + "\n");
  return hash.hex();
}

/// Reads, checks and decodes. `first` > 0 takes only that many images of the whole.
[[nodiscard]] inline LoadedData load_data(const DataSetOptions& sets, const DataOptions& options, int threads, std::size_t first = 0) {
  LoadedData loaded;
  Dataset whole;
  for (std::size_t i = 0; i < sets.annotations.size(); ++i) {
    Dataset one = read_dataset(sets.annotations[i], sets.images[i]);
    std::vector<PictureHash> hashes;
    for (const AnnotatedImage& image : one.images) hashes.push_back({image.name, sha256_of_file(image.file)});
    loaded.manifest.push_back({{"annotations", sets.annotations[i]},
                               {"sha256", sha256_of_file(sets.annotations[i])},
                               {"images", sets.images[i]},
                               {"pictures_sha256", hash_pictures(hashes)},
                               {"image_count", one.images.size()},
                               {"word_count", one.word_count()},
                               {"ignored_count", one.ignored_count()}});
    loaded.hashes.insert(loaded.hashes.end(), hashes.begin(), hashes.end());
    whole.problems.merge(one.problems);
    for (AnnotatedImage& image : one.images) whole.images.push_back(std::move(image));
  }
  if (first > 0 && whole.images.size() > first) whole.images.resize(first);
  loaded.pictures = std::make_unique<PictureStore>(whole, static_cast<std::size_t>(options.memory_mb) << 20, threads);
  loaded.problems = whole.problems;
  loaded.images = whole.images.size();
  loaded.words = whole.word_count();
  loaded.ignored = whole.ignored_count();
  if (loaded.images == 0) {
    const std::vector<std::string> lines = loaded.problems.lines();
    throw Error(ErrorKind::data, sets.annotations.front(), lines.empty() ? "names no image" : "no image is left: " + lines.front());
  }
  if (options.problems == "refuse" && !loaded.problems.list().empty()) {
    throw Error(ErrorKind::data, sets.annotations.front(), loaded.problems.lines().front() + " (data.problems = \"refuse\")");
  }
  return loaded;
}

}  // namespace docket
