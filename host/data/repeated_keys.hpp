/// Names that stand twice in a dataset JSON. A parser keeps one of them and says nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace docket::data_check {

/// "a.jpg" or "a.jpg word 0003", in the order of the file; whatever lies deeper counts under its word. Throws Error(data) when
/// the file cannot be read or is no JSON.
[[nodiscard]] std::vector<std::string> repeated_keys(const std::filesystem::path& annotations);

}  // namespace docket::data_check
