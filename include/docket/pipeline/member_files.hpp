/// `members`: a list of files in a TOML document or on the command line.
#pragma once

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/core/error.hpp>
#include <docket/data/natural_order.hpp>

namespace docket {

/// The files that `name`, relative to `folder`, stands for: itself, or as a pattern all that match, in natural order. Throws
/// Error(data) when none does.
[[nodiscard]] inline std::vector<std::string> matching_files(const std::filesystem::path& folder, const std::string& name, const Origin& origin) {
  const std::string path = (folder / name).lexically_normal().string();
  if (name.find_first_of("*?[") == std::string::npos || std::filesystem::exists(path)) return {path};
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(path.c_str(), GLOB_NOSORT, nullptr, &found) == 0) files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (files.empty()) throw Error(ErrorKind::data, origin.where(), "no file matches '" + path + "'");
  std::sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) { return natural_less(a, b); });
  return files;
}

/// The files of the list `node`, relative to the file it stands in. Throws Error(config) when it is no list of names.
[[nodiscard]] inline std::vector<std::string> member_files(const ConfigNode& node) {
  if (!node.value.is_array() || !std::all_of(node.value.begin(), node.value.end(), [](const auto& name) { return name.is_string(); })) {
    throw Error(ErrorKind::config, node.origin.where(), "'members' must be a list of files");
  }
  const std::filesystem::path folder = node.origin.from_command_line() ? std::filesystem::path() : std::filesystem::path(node.origin.file).parent_path();
  std::vector<std::string> files;
  for (const auto& name : node.value) {
    for (std::string& file : matching_files(folder, name.get<std::string>(), node.origin)) files.push_back(std::move(file));
  }
  return files;
}

}  // namespace docket
