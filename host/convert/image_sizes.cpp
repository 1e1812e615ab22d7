#include "convert/image_sizes.hpp"

#include <algorithm>

#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>
#include <docket/core/parallel.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/data/image_file.hpp>

namespace docket::convert {
namespace {

void check_stated_sizes(const Labels& labels, const char* format, DatasetProblems& problems) {
  DatasetProblems missing;
  for (const Picture& picture : labels.pictures) {
    const auto size = stated_size(picture);
    if (!size) {
      missing.add("images have no size, which " + std::string(format) + " needs", picture.name);
      continue;
    }
    for (const Word& word : picture.words) {
      const Rectangle frame{0, 0, static_cast<double>(size->width), static_cast<double>(size->height)};
      if (word.polygon.empty() || contains(frame, bounds_of(word.polygon))) continue;
      problems.add("images have words beyond their stated size, which may be that before the EXIF turn; --images DIR measures",
                   picture.name);
      break;
    }
  }
  if (!missing.list().empty())
    throw Error(ErrorKind::data, "--images", missing.lines().front() + "; --images DIR measures them");
}

}  // namespace

void need_sizes(Labels& labels, const std::filesystem::path& folder, const char* format, DatasetProblems& problems) {
  if (folder.empty()) return check_stated_sizes(labels, format, problems);
  std::vector<Size> sizes(labels.pictures.size());
  std::vector<std::string> failures(labels.pictures.size());
  for_each_index(sizes.size(), thread_budget(), [&](std::size_t at) {
    try {
      const cv::Mat picture = read_image(folder / labels.pictures[at].name);
      sizes[at] = {picture.cols, picture.rows};
    } catch (const std::exception& error) {
      failures[at] = error.what();
    }
  });
  const auto failed =
      static_cast<std::size_t>(std::count_if(failures.begin(), failures.end(), [](auto& text) { return !text.empty(); }));
  if (failed > 0) {
    const std::string& first = *std::find_if(failures.begin(), failures.end(), [](auto& text) { return !text.empty(); });
    throw Error(ErrorKind::data, "--images",
                std::to_string(failed) + " of " + std::to_string(sizes.size()) + " pictures have no size; " + first);
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Picture& picture = labels.pictures[i];
    const auto stated = stated_size(picture);
    if (stated && *stated != sizes[i]) problems.add("images state another size than their picture's, which wins", picture.name);
    picture.fields["img_w"] = sizes[i].width;
    picture.fields["img_h"] = sizes[i].height;
  }
}

}  // namespace docket::convert
