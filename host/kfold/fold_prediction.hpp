/// Predictions of a fold's best checkpoint, made by a docket predict of their own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace docket::kfold {

/// Runs `docket predict CHECKPOINT words...`, with `list` as its standard input, and puts the prediction JSON, with scores, at `target`,
/// whole or not at all. False when interrupted. Throws Error of the child's exit code; what went wrong it has said itself.
[[nodiscard]] bool write_predictions(const std::filesystem::path& checkpoint, const std::vector<std::string>& words, const std::string& list,
                                     const std::filesystem::path& target);

/// The error for a child that ended with `code`; 0 is none.
void expect_done(int code, const std::string& what);

}  // namespace docket::kfold
