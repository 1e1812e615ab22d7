/// The submission CSV (reference-system.md 2.3).
#pragma once

#include "convert/format.hpp"

namespace docket::convert {

/// Fields may be quoted; coordinates may have fractions. Throws Error(data) at file:line.
Labels read_submission_csv(const Source& source, DatasetProblems& problems);
/// Outlines alone.
void write_submission_csv(const Labels& labels, const Target& target, DatasetProblems& losses);

}  // namespace docket::convert
