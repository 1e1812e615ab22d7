/// The pictures of `docket evaluate --pictures`.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <docket/data/dataset.hpp>
#include <docket/data/dataset_problems.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/set_result.hpp>

namespace docket {

struct WorstPicture {
  std::string image;  // its name in the data
  std::filesystem::path file;
};

/// Makes the folder where it is not there. Throws Error(data) when it cannot be made, is no folder or cannot be written to.
void prepare_picture_folder(const std::filesystem::path& folder);

/// Says where the pictures of `images` lie; an image without one keeps an empty `file` and is named in `problems`. Throws
/// Error(data) when `folder` is no folder.
void locate_pictures(Dataset& images, const std::filesystem::path& folder, DatasetProblems& problems);

/// The upright sizes of located pictures into `stated`, on all cores. A picture that cannot be read is named in `problems` and
/// its size is not known.
void measure_pictures(Dataset& images, DatasetProblems& problems);

/// Draws `worst`, in this order, as FOLDER/<rank>_<image>.jpg, ranks from 1; folders in an image's name become "_". An image
/// whose picture is not there or cannot be read is named in `problems`. Returns those that were written.
std::vector<WorstPicture> write_worst_pictures(std::span<const ImageResult> worst, ClevalProfile profile, const std::filesystem::path& folder,
                                               DatasetProblems& problems);

}  // namespace docket
