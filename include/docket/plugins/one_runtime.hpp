/// One OpenMP and one LibTorch in a process: two of either corrupt each other's threads and registries in silence.
#pragma once

#include <link.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>

namespace docket {

/// Two loaded files of one family, such as two copies of libtorch_cpu.so.
struct DoubledRuntime {
  std::string family;
  std::string first;
  std::string second;
};

/// What is loaded twice in this process.
[[nodiscard]] inline std::vector<DoubledRuntime> doubled_runtimes() {
  struct Family {
    const char* name;
    std::vector<std::string_view> stems;
    std::vector<std::string> loaded;
  };
  std::vector<Family> families = {{"OpenMP", {"libgomp", "libomp", "libiomp5"}, {}},
                                  {"LibTorch", {"libtorch_cpu"}, {}},
                                  {"c10", {"libc10."}, {}}};
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* data) {
        const std::string path = object->dlpi_name;
        const std::string file = path.substr(path.rfind('/') + 1);
        for (Family& family : *static_cast<std::vector<Family>*>(data)) {
          for (const std::string_view stem : family.stems) {
            if (file.starts_with(stem)) family.loaded.push_back(path);
          }
        }
        return 0;
      },
      &families);
  std::vector<DoubledRuntime> doubled;
  for (const Family& family : families) {
    if (family.loaded.size() > 1) doubled.push_back({family.name, family.loaded[0], family.loaded[1]});
  }
  return doubled;
}

namespace detail {

/// Throws after loading `path` if that brought a second OpenMP or LibTorch in; `before`: doubled_runtimes().size() then.
inline void check_one_runtime(const std::filesystem::path& path, std::size_t before) {
  const std::vector<DoubledRuntime> doubled = doubled_runtimes();
  if (doubled.size() <= before) return;
  const DoubledRuntime& twice = doubled.back();
  throw Error(ErrorKind::plugin, path.string(),
              "with it the process has two copies of " + twice.family + ", " + twice.first + " and " + twice.second +
                  "; link the plugin to the copy that docket uses (docket doctor shows it)");
}

}  // namespace detail
}  // namespace docket
