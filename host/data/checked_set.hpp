/// One file of annotations with its pictures, as the checks see it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <docket/data/dataset.hpp>

#include "picture_facts.hpp"

namespace docket::data_check {

/// What to read. Sets of the same `split` are mixed, as the lists of data.train are; the same picture in two splits is leakage.
struct SetSource {
  std::string split;
  std::filesystem::path annotations;
  std::filesystem::path images;
};

/// What the pipeline wants of the data; 0 where it is not known.
struct Wants {
  int longest_side = 0;  // input.longest_side: word sizes are judged at that size, else at the picture's own
  bool upscale = true;   // input.upscale
  int max_candidates = 0;
};

struct CheckedSet {
  SetSource source;
  std::string label;                // the split, and the file where the split has several
  Dataset dataset;                  // polygons as they stand in the file
  std::vector<PictureFacts> facts;  // one for each image of `dataset`
  std::vector<std::string> repeated;

  /// "train a.jpg"
  [[nodiscard]] std::string place(std::size_t image) const { return label + " " + dataset.images.at(image).name; }
};

/// Reads, on `threads` threads. Throws Error(data) for a file of annotations that cannot be read or a folder that is not there.
[[nodiscard]] std::vector<CheckedSet> read_sets(const std::vector<SetSource>& sources, int threads);

}  // namespace docket::data_check
