/// The dataset JSON and the prediction JSON (reference-system.md 2.1, 2.2).
#pragma once

#include "convert/format.hpp"

namespace docket::convert {

/// Reads both, with every key of words and images. Throws Error(data).
Labels read_docket_json(const Source& source, DatasetProblems& problems);
/// One word a line; holds everything.
void write_docket_json(const Labels& labels, const Target& target, DatasetProblems& losses);
/// Outlines alone, as the reference system's predict writes them; scores with Target::scores.
void write_predictions(const Labels& labels, const Target& target, DatasetProblems& losses);

}  // namespace docket::convert
