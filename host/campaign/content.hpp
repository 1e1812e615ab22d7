/// The content of what a command's words name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace docket::campaign {

/// One line a file or folder that `words` name, by themselves or as a value of key=value, unless it lies in `out` or follows a flag that
/// names a result: its place in the words and its SHA-256. Of a TOML file also what it extends and the files that it names; of a folder
/// the names and sizes inside.
[[nodiscard]] std::string described_inputs(const std::vector<std::string>& words, const std::filesystem::path& out);

}  // namespace docket::campaign
