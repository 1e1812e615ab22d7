/// Where docket-probe lies: beside the program in a build folder, beside the plugins in a prefix.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include <docket/plugins/folders.hpp>

namespace docket::detail {

/// DOCKET_PROBE; else what belongs to the running program or to docket's libraries; else what belongs to the scanned folders, for
/// a program that names its folders.
inline std::optional<std::filesystem::path> find_probe_program(std::span<const std::filesystem::path> folders) {
  if (const char* named = std::getenv("DOCKET_PROBE")) return named;
  std::vector<std::filesystem::path> near = home_folders();
  if (const auto own = own_plugin_folder()) near.push_back(*own);
  near.insert(near.end(), folders.begin(), folders.end());
  for (const std::filesystem::path& folder : near) {
    for (const auto& candidate : {folder / "docket-probe", folder.parent_path() / "docket-probe"}) {
      if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
  }
  return std::nullopt;
}

}  // namespace docket::detail
