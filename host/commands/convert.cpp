#include "convert.hpp"

#include <iostream>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>

#include "../convert/convert.hpp"

namespace docket {
namespace {

convert::ConvertOptions read_convert_options(const CommandLine& line) {
  line.expect_words(1, 1);
  if (!line.overrides().empty()) {
    throw Error(ErrorKind::config, "command line",
                "'" + line.overrides().front() + "' sets a pipeline's key, and docket convert reads no pipeline");
  }
  convert::ConvertOptions options;
  options.source = {line.words().front(), line.text("images"), line.texts("category")};
  options.from = line.text("from");
  options.to = line.text("to");
  options.target = {line.text("out"), line.has("exact"), line.has("scores"), line.has("polygons")};
  options.overwrite = line.has("overwrite");
  options.strict = line.has("strict");
  if (!line.has("to")) {
    std::string names;
    for (const convert::Format& format : convert::formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
    throw Error(ErrorKind::config, "command line", "--to is missing; it names the format to write: " + names);
  }
  if (options.target.path.empty()) throw Error(ErrorKind::config, "command line", "--out is missing; it names what to make");
  return options;
}

/// Flags that change nothing between these two formats are told.
void tell_idle_flags(const CommandLine& line, const std::string& from, const std::string& to) {
  const bool to_icdar = to == "icdar" || to == "icdar-results";
  const bool from_icdar = from == "icdar" || from == "icdar-results";
  const std::pair<const char*, bool> used[] = {
      {"images", to == "coco" || from_icdar},
      {"category", from == "coco"},
      {"exact", to == "predictions" || to == "csv" || to_icdar},
      {"scores", to == "predictions" || to == "icdar-results"},
      {"polygons", to_icdar},
  };
  for (const auto& [flag, is_used] : used) {
    if (line.has(flag) && !is_used) log_warning("--" + std::string(flag) + " changes nothing from " + from + " to " + to);
  }
}

}  // namespace

int run_convert(const CommandLine& line) {
  const convert::ConvertOptions options = read_convert_options(line);
  const convert::ConvertSummary summary = convert::convert_labels(options);
  tell_idle_flags(line, summary.from, options.to);
  warn_of(summary.problems, options.source.path.string());
  for (const std::string& loss : summary.losses.lines()) log_warning(options.target.path.string() + ": " + loss);
  if (line.has("quiet")) return 0;
  std::cout << options.target.path.string() << ": " << options.to << " from " << summary.from << ", " << summary.images
            << " images, " << summary.words << " words";
  if (summary.ignored > 0) std::cout << ", " << summary.ignored << " of them to ignore";
  std::cout << "\n";
  return 0;
}

}  // namespace docket
