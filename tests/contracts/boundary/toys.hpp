/// What the boundary tests share.
#pragma once

#include <docket/plugins/catalog.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/temporary_folder.hpp"

namespace docket {

using testing::bytes_of;
using testing::TemporaryFolder;

/// Folder of the test libraries, tests/contracts/boundary/libraries in the build folder.
inline std::filesystem::path library_folder() { return std::getenv("DOCKET_TEST_LIBRARIES"); }

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
