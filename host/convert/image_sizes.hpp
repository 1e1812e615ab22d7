/// The sizes of pictures, for formats that need them.
#pragma once

#include <filesystem>

#include "convert/labels.hpp"

namespace docket::convert {

/// Gives every picture img_w and img_h: measured in `folder` (upright, after the EXIF turn, on all cores), or as stated by the
/// source where `folder` is empty. Throws Error(data) when a picture has no size or cannot be read. Names stated sizes that the
/// picture belies, and words that reach beyond a stated size.
void need_sizes(Labels& labels, const std::filesystem::path& folder, const char* format, DatasetProblems& problems);

}  // namespace docket::convert
