/// PaddleOCR's detection labels: one image a line, `path TAB [{"transcription": ..., "points": [[x, y], ...]}, ...]`.
#pragma once

#include "convert/format.hpp"

namespace docket::convert {

/// "###", "*" and `difficult` are ignore marks; other keys become fields. Throws Error(data) at file:line.
Labels read_paddleocr(const Source& source, DatasetProblems& problems);
/// Fields go into further keys, which PaddleOCR skips.
void write_paddleocr(const Labels& labels, const Target& target, DatasetProblems& losses);

}  // namespace docket::convert
