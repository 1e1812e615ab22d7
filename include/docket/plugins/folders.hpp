/// Where docket is installed, told from the running program: nothing absolute is compiled in, so a prefix can be moved.
#pragma once

#include <link.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace docket::detail {

/// The folder of the running program and of docket's own shared libraries: an embedding program lies anywhere, but it has
/// libdocket_kernels.so loaded from docket's prefix.
inline std::vector<std::filesystem::path> home_folders() {
  std::vector<std::filesystem::path> homes;
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  if (!program.empty()) homes.push_back(program.parent_path());
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* data) {
        const std::filesystem::path path = object->dlpi_name;
        if (path.filename().string().starts_with("libdocket_")) {
          static_cast<std::vector<std::filesystem::path>*>(data)->push_back(std::filesystem::absolute(path).parent_path());
        }
        return 0;
      },
      &homes);
  return homes;
}

/// The plugins that came with docket: DIR/plugins of a build folder, PREFIX/lib*/docket of a prefix.
inline std::optional<std::filesystem::path> own_plugin_folder() {
  std::error_code ignored;
  for (const std::filesystem::path& home : home_folders()) {
    // <home>/plugins: docket or libdocket_host.so in a build folder; <home>/docket: libraries in PREFIX/lib.
    std::vector<std::filesystem::path> candidates = {home / "plugins", home.parent_path().parent_path() / "plugins", home / "docket"};
    for (const char* lib : {"lib", "lib64"}) {
      candidates.push_back(home.parent_path() / lib / "docket");
      for (const auto& entry : std::filesystem::directory_iterator(home.parent_path() / lib, ignored)) {
        // Debian's multiarch folders, lib/x86_64-linux-gnu
        if (entry.path().filename().string().ends_with("-linux-gnu")) candidates.push_back(entry.path() / "docket");
      }
    }
    for (const std::filesystem::path& folder : candidates) {
      if (!std::filesystem::is_directory(folder, ignored)) continue;
      for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".so") return folder.lexically_normal();
      }
    }
  }
  return std::nullopt;
}

inline std::vector<std::filesystem::path> default_plugin_folders() {
  std::vector<std::filesystem::path> folders;
  if (const char* listed = std::getenv("DOCKET_PLUGIN_PATH")) {
    std::string_view rest = listed;
    while (!rest.empty()) {
      const std::size_t colon = rest.find(':');
      if (colon != 0) folders.emplace_back(rest.substr(0, colon));
      rest.remove_prefix(colon == rest.npos ? rest.size() : colon + 1);
    }
  }
  if (auto own = own_plugin_folder()) folders.push_back(std::move(*own));
  return folders;
}

}  // namespace docket::detail
