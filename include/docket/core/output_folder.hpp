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

}  // namespace docket
