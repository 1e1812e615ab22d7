#include "version.hpp"

#include <iostream>

#include <docket/build_info.hpp>

namespace docket {

int run_version(const CommandLine& line) {
  line.expect_words(0, 0);
  std::cout << "docket " DOCKET_VERSION " (LibTorch " DOCKET_BUILD_LIBTORCH << (*DOCKET_BUILD_CUDA == '0' ? ")\n" : ", CUDA " DOCKET_BUILD_CUDA ")\n");
  return 0;
}

}  // namespace docket
