/// The catalog that a command's --plugins flags ask for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/plugins/catalog.hpp>

#include "../command_line.hpp"

namespace docket {

/// The folders of --plugins, then the default ones. Throws Error(plugin) for one that is not there.
inline std::vector<std::filesystem::path> plugin_folders(const CommandLine& line) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& folder : line.texts("plugins")) {
    if (!std::filesystem::is_directory(folder)) throw Error(ErrorKind::plugin, folder, "is not a folder (--plugins)");
    folders.emplace_back(folder);
  }
  for (auto& folder : Catalog::default_folders()) folders.push_back(std::move(folder));
  return folders;
}

inline Catalog scan_plugins(const CommandLine& line) { return Catalog::scan(plugin_folders(line)); }

}  // namespace docket
