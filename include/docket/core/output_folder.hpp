/// Where results will go, asked before the work for them begins.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

#include <docket/core/error.hpp>

namespace docket {

/// Throws Error(config) where `folder`, named by `flag`, can be none: it, or what it would lie in, is a file. Makes nothing.
inline void expect_folder_or_nothing(const std::filesystem::path& folder, const std::string& flag) {
  std::error_code ignored;
  for (std::filesystem::path at = std::filesystem::absolute(folder).lexically_normal(); at.has_relative_path(); at = at.parent_path()) {
    if (!std::filesystem::exists(at, ignored)) continue;
    if (std::filesystem::is_directory(at, ignored)) return;
    throw Error(ErrorKind::config, flag, "is '" + folder.string() + "', but " + at.string() + " is a file; a folder is wanted");
  }
}

/// Throws Error(config) where `file`, named by `flag`, cannot be written because its folder is not there, or because it is a folder itself.
inline void expect_writable_place(const std::filesystem::path& file, const std::string& flag) {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(folder, ignored)) throw Error(ErrorKind::config, flag, "is '" + file.string() + "', but there is no folder " + folder.string());
  if (std::filesystem::is_directory(file, ignored)) throw Error(ErrorKind::config, flag, "is '" + file.string() + "', which is a folder; a file is wanted");
}

}  // namespace docket
