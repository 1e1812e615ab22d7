/// Pictures that stand in two splits: a score on such a validation set says how well the network remembers.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/data/dataset.hpp>

namespace docket {

/// A picture by its name in the annotations and the content of its file.
struct PictureHash {
  std::string name;
  std::string sha256;
};

/// One picture of the validation set, and the first one of the training set with the same bytes.
struct SharedPicture {
  std::string training;
  std::string validation;
};

/// In the order of `validation`. Names do not matter, only contents.
[[nodiscard]] inline std::vector<SharedPicture> shared_pictures(const std::vector<PictureHash>& training,
                                                                const std::vector<PictureHash>& validation) {
  std::map<std::string_view, const PictureHash*> known;
  for (const PictureHash& picture : training) known.emplace(picture.sha256, &picture);
  std::vector<SharedPicture> shared;
  for (const PictureHash& picture : validation) {
    if (const auto found = known.find(picture.sha256); found != known.end())
      shared.push_back({found->second->name, picture.name});
  }
  return shared;
}

/// "2 of its 62 pictures are in data.train too: a.jpg, b.jpg (there c.jpg)"
[[nodiscard]] inline std::string leakage_text(const std::vector<SharedPicture>& shared, std::size_t validation_count) {
  std::vector<std::string> places;
  for (const SharedPicture& one : shared) {
    places.push_back(one.validation + (one.training == one.validation ? "" : " (there " + one.training + ")"));
  }
  return std::to_string(shared.size()) + " of its " + std::to_string(validation_count) + " pictures " +
         (shared.size() == 1 ? "is" : "are") + " in data.train too: " + first_places(places);
}

/// Throws Error(data) unless `shared` is empty.
inline void refuse_leakage(const std::vector<SharedPicture>& shared, std::size_t validation_count) {
  if (shared.empty()) return;
  throw Error(ErrorKind::data, "data.val",
              leakage_text(shared, validation_count) +
                  "; leave them out of one, or say data.allow_leakage=true (docket data check lists them all)");
}

}  // namespace docket
