#include "worst_pictures.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>
#include <docket/core/parallel.hpp>
#include <docket/data/image_file.hpp>
#include <docket/evaluation/cleval_score.hpp>

#include "../predict/overlay.hpp"
#include "match_picture.hpp"

namespace docket {
namespace {

constexpr const char* unread_pictures = "pictures cannot be read";

std::string picture_name(std::size_t rank, std::size_t ranks, const std::string& image) {
  std::string number = std::to_string(rank);
  number.insert(0, std::to_string(ranks).size() - number.size(), '0');
  std::string stem = std::filesystem::path(image).replace_extension().string();
  std::replace(stem.begin(), stem.end(), '/', '_');
  return number + "_" + stem + ".jpg";
}

std::string picture_title(const ImageResult& image, ClevalProfile profile) {
  const ClevalScore score = cleval_score(image.cleval);
  char text[256];
  std::snprintf(text, sizeof text, "CLEval %s P %.3f R %.3f H %.3f  ", name_of(profile), score.precision, score.recall,
                score.hmean);
  return text + image.name;
}

}  // namespace

void prepare_picture_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(ErrorKind::data, "--pictures", "'" + folder.string() + "' cannot be made: " + error.message());
  if (!std::filesystem::is_directory(folder, error))
    throw Error(ErrorKind::data, "--pictures", "'" + folder.string() + "' is not a folder");
  if (::access(folder.c_str(), W_OK) != 0) {
    throw Error(ErrorKind::data, "--pictures", "'" + folder.string() + "' cannot be written to: " + std::strerror(errno));
  }
}

void locate_pictures(Dataset& images, const std::filesystem::path& folder, DatasetProblems& problems) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    throw Error(ErrorKind::data, "--images",
                "'" + folder.string() + "' is not a folder; that of the truth's pictures is wanted");
  }
  for (AnnotatedImage& image : images.images) {
    if (std::filesystem::is_regular_file(folder / image.name, error)) {
      image.file = folder / image.name;
    } else {
      problems.add("true images have no picture in '" + folder.string() + "'", image.name);
    }
  }
}

void measure_pictures(Dataset& images, DatasetProblems& problems) {
  std::vector<std::string> failures(images.images.size());
  for_each_index(failures.size(), thread_budget(), [&](std::size_t i) {
    AnnotatedImage& image = images.images[i];
    if (image.file.empty()) return;
    image.stated = {};
    try {
      const cv::Mat picture = read_image(image.file);
      image.stated = {picture.cols, picture.rows};
    } catch (const std::exception& failure) {
      failures[i] = failure.what();
    }
  });
  for (const std::string& failure : failures) {
    if (!failure.empty()) problems.add(unread_pictures, failure);
  }
}

std::vector<WorstPicture> write_worst_pictures(std::span<const ImageResult> worst, ClevalProfile profile, const std::filesystem::path& folder,
                                               DatasetProblems& problems) {
  std::vector<WorstPicture> written;
  for (std::size_t i = 0; i < worst.size(); ++i) {
    if (worst[i].file.empty()) {
      problems.add("of the worst images have no picture and are not drawn", worst[i].name);
      continue;
    }
    cv::Mat picture;
    try {
      picture = read_image(worst[i].file);
    } catch (const Error& failure) {
      problems.add("of the worst images are not drawn, for their pictures cannot be read", failure.what());
      continue;
    }
    written.push_back({worst[i].name, folder / picture_name(i + 1, worst.size(), worst[i].name)});
    write_jpeg(draw_matches(picture, worst[i], picture_title(worst[i], profile)), written.back().file);
  }
  return written;
}

}  // namespace docket
