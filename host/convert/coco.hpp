/// COCO object annotations (cocodataset.org, "Data format"): images, annotations, categories.
#pragma once

#include "convert/format.hpp"

namespace docket::convert {

/// Outlines from `segmentation`, else from `bbox`; `iscrowd` 1 is the ignore mark; `attributes` and unknown keys become fields
/// of words and images; COCO-Text's utf8_string is a transcription. Throws Error(data), also when annotations of several
/// categories are there and Source::categories is empty.
Labels read_coco(const Source& source, DatasetProblems& problems);
/// One category "text"; what COCO has no key for goes into `attributes`. Every picture needs img_w and img_h.
void write_coco(const Labels& labels, const Target& target, DatasetProblems& losses);

}  // namespace docket::convert
