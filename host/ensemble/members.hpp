/// The members of an ensemble: prediction files of the same images.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/data/dataset.hpp>

namespace docket {

/// What every member found in one image, in image pixels, in the order of the members.
struct MemberImage {
  std::string name;
  std::vector<std::vector<Detection>> found;
};

struct Members {
  std::vector<std::string> files;
  std::vector<Dataset> predictions;  // by member
  std::vector<MemberImage> images;   // of all members, in the order of the first, then of the next
  std::vector<std::string> remarks;  // worth a line unless the user wants quiet
};

/// Reads the files on a few threads and pairs their images by name. A word without a score counts 1. Warns of what is wrong with
/// a file, of two members that found exactly the same, and of members with scores beside some without. Throws Error(data) for a
/// file that cannot be read, for members without any image and, unless `allow_missing`, for one that lacks images of another.
[[nodiscard]] Members read_members(const std::vector<std::string>& files, bool allow_missing, int threads);

}  // namespace docket
