/// From one label format to another.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "convert/format.hpp"

namespace docket::convert {

struct ConvertOptions {
  Source source;
  std::string from;  // a format's name; empty: guessed
  std::string to;
  Target target;  // `path` is the final place
  bool overwrite = false;
  bool strict = false;  // a loss is an error, and nothing is written
};

struct ConvertSummary {
  std::string from;
  std::size_t images = 0, words = 0, ignored = 0;
  DatasetProblems problems;  // of the source
  DatasetProblems losses;    // what the target does not hold
};

/// Reads, writes, and puts the result in its place. Throws Error(config) for names and places, Error(data) for contents.
ConvertSummary convert_labels(const ConvertOptions& options);

}  // namespace docket::convert
