/// What the boundary tests share.
#pragma once

#include <docket/plugins/catalog.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace docket {

/// Folder of the test libraries, tests/contracts/boundary/libraries in the build folder.
inline std::filesystem::path library_folder() { return std::getenv("DOCKET_TEST_LIBRARIES"); }

/// An empty folder that goes away at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "docket-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Without a cache unless `options` names one.
inline Catalog scan_folder(const std::filesystem::path& folder, ScanOptions options = {.cache_folder = ""}) {
  const std::filesystem::path folders[] = {folder};
  return Catalog::scan(folders, options);
}

/// The text of the Error that `call` throws, with its kind's number in front: "3 where: what". Empty when it throws none.
template <class Call>
std::string error_of(Call&& call) {
  try {
    (void)call();
  } catch (const Error& error) {
    return std::to_string(error.exit_code()) + " " + error.what();
  }
  return "";
}

}  // namespace docket
