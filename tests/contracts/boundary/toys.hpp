/// What the boundary tests share.
#pragma once

#include <docket/plugins/catalog.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace docket {

/// Folder of the test libraries, tests/contracts/boundary/libraries in the build folder.
inline std::filesystem::path library_folder() { return std::getenv("DOCKET_TEST_LIBRARIES"); }

inline Catalog scan_folder(const std::filesystem::path& folder) {
  const std::filesystem::path folders[] = {folder};
  return Catalog::scan(folders);
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
