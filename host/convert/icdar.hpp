/// ICDAR text files: one gt_NAME.txt (truth) or res_NAME.txt (results) an image, in a folder or a zip.
#pragma once

#include "convert/format.hpp"

namespace docket::convert {

/// A folder, a zip or one file; files without a prefix are truth. The image's suffix comes from Source::images; without it .jpg
/// is assumed and told. Texts that all begin with a script of MLT 2017/2019 ("Latin,...") give a language. Throws Error(data)
/// at file:line.
Labels read_icdar(const Source& source, DatasetProblems& problems);
/// gt_*.txt: x1,y1,...,x4,y4,text; "###" where ignored. A zip when the target's name says so.
void write_icdar(const Labels& labels, const Target& target, DatasetProblems& losses);
/// res_*.txt: x1,y1,...,x4,y4; with Target::scores the score behind.
void write_icdar_results(const Labels& labels, const Target& target, DatasetProblems& losses);

}  // namespace docket::convert
