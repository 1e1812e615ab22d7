/// Runs docket itself, as a person would type it, for one step of a longer job.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace docket::kfold {

/// Waits for `docket words...`, whose standard input is `input`; its output is this program's. Returns its exit code, 128 + the signal
/// that ended it. When this program is interrupted (watch_interrupts), the child gets one SIGINT and is waited for; when this program
/// dies, the child gets SIGTERM, so that no two ever work on one run. Not for programs with threads. Throws Error(other).
[[nodiscard]] int run_docket(const std::vector<std::string>& words, const std::filesystem::path& input = "/dev/null");

}  // namespace docket::kfold
