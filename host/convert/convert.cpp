#include "convert/convert.hpp"

#include <docket/core/error.hpp>

#include "convert/image_sizes.hpp"
#include "convert/staging.hpp"

namespace docket::convert {
namespace {

/// What cannot be read as the format that --from names may be another one.
Labels read_as(const Format& format, const ConvertOptions& options, DatasetProblems& problems) {
  try {
    return format.read(options.source, problems);
  } catch (const Error& error) {
    if (options.from.empty()) throw;
    const Format* guess = nullptr;
    try {
      guess = &guess_format(options.source.path);
    } catch (const Error&) {
    }
    if (guess == nullptr || guess->read == format.read) throw;
    throw Error(error.kind(), error.where(),
                error.message() + " (read as " + options.from + "; it looks like " + guess->name + ")");
  }
}

}  // namespace

ConvertSummary convert_labels(const ConvertOptions& options) {
  const Format& to = format_named(options.to, "to");
  std::error_code ignored_error;
  if (!std::filesystem::exists(options.source.path, ignored_error))
    throw Error(ErrorKind::data, options.source.path.string(), "does not exist");
  if (!options.source.images.empty() && !std::filesystem::is_directory(options.source.images, ignored_error)) {
    throw Error(ErrorKind::data, options.source.images.string(), "is no folder; --images wants the folder of the pictures");
  }
  Staging staging(options.target.path, options.overwrite);
  const Format& from = options.from.empty() ? guess_format(options.source.path) : format_named(options.from, "from");
  ConvertSummary summary{from.name};
  Labels labels = read_as(from, options, summary.problems);
  if (std::string_view(to.name) == "coco") need_sizes(labels, options.source.images, to.name, summary.problems);
  for (const Picture& picture : labels.pictures) {
    summary.words += picture.words.size();
    for (const Word& word : picture.words) summary.ignored += ignored(word);
  }
  summary.images = labels.pictures.size();
  Target target = options.target;
  target.path = staging.path();
  to.write(labels, target, summary.losses);
  if (options.strict && !summary.losses.list().empty()) {
    throw Error(ErrorKind::data, options.to,
                "cannot hold all of " + options.source.path.string() + ": " + summary.losses.lines().front() +
                    "; nothing is written because of --strict");
  }
  staging.commit(std::string_view(to.name) == "icdar-results" ? "res_" : "gt_");
  return summary;
}

}  // namespace docket::convert
