/// A whole file in memory.
#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace docket {

/// Its bytes; nothing where it cannot be read or is a folder. A pipe is read to its end.
[[nodiscard]] inline std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::error_code problem;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, problem)) return std::nullopt;
  const auto size = std::filesystem::file_size(path, problem);
  if (problem) {
    std::ostringstream piped;
    if (file.peek() != std::ifstream::traits_type::eof()) piped << file.rdbuf();
    return std::move(piped).str();
  }
  std::string bytes(size, '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return bytes;
}

/// Why read_file() gave nothing, as the end of an error message: "is a folder, not a file", "cannot be opened: No such file or directory".
[[nodiscard]] inline std::string why_unreadable(const std::filesystem::path& path) {
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) return "is a folder, not a file";
  errno = 0;
  const bool opened = std::ifstream(path, std::ios::binary).is_open();
  return opened ? "could not be read to its end" : "cannot be opened: " + std::generic_category().message(errno == 0 ? EIO : errno);
}

}  // namespace docket
