/// What the tests of the converters share.
#pragma once

#include <string>
#include <vector>

#include <docket/core/error.hpp>

#include "convert/convert.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace docket::testing {

/// Converts `from` to `to` (a file name in the folder); the rest by `options`.
inline convert::ConvertSummary converted(const fs::path& from, const std::string& format, const fs::path& to,
                                         convert::ConvertOptions options = {}) {
  options.source.path = from;
  options.to = format;
  options.target.path = to;
  return convert::convert_labels(options);
}

/// The message of the Error that `run` throws; empty when it throws none.
template <class Run>
std::string error_of(Run run) {
  try {
    run();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// "4 words lose their score" without the places.
inline std::vector<std::string> heads(const DatasetProblems& problems) {
  std::vector<std::string> found;
  for (const DatasetProblem& problem : problems.list()) found.push_back(std::to_string(problem.count()) + " " + problem.what);
  return found;
}

/// Two images with all that a dataset JSON can say; written as docket writes it.
inline constexpr const char* rich_json = R"({"images": {
"a.jpg": {"img_w": 720, "img_h": 1280, "tags": ["dark"], "words": {
"0001": {"points":[[40.5,61],[198.75,60.25],[199,88],[40,89]],"orientation":"Horizontal","language":["ko"],"transcription":"한글, \"x\"","score":0.5},
"0002": {"points":[[1,2],[30,2],[30,12],[1,12]],"transcription":"###"},
"0003": {"points":[[5,20],[9,18],[14,20],[14,28],[9,30],[5,28]],"transcription":"curve","illegibility":true}}},
"b.jpg": {"img_w": 100, "img_h": 50, "words": {}}
}}
)";

}  // namespace docket::testing
