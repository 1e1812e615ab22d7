#include "heavy_module.hpp"

#include <dlfcn.h>
#include <malloc.h>

#include <climits>

#include <docket/core/error.hpp>

namespace docket {

namespace {

/// Freed memory is kept: glibc otherwise returns each large tensor to the kernel and faults it in again on the next image.
/// Measured with eager float32 networks: 1.4 to 2.3 times faster.
void keep_freed_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
}

}  // namespace

void* load_heavy_module() {
  // By name: the program's run path holds its own folder (a build folder) or the library folder of its prefix. Global, so that
  // plugins, which are loaded apart from each other, find the one LibTorch.
  static void* const module = ::dlopen("libdocket_host.so", RTLD_NOW | RTLD_GLOBAL);
  if (module == nullptr) {
    const char* why = ::dlerror();
    throw Error(ErrorKind::other, "libdocket_host.so",
                std::string("cannot be loaded: ") + (why == nullptr ? "no reason given" : why) + "; docket doctor says what mends it");
  }
  return module;
}

int run_heavy_command(const Command& command, std::span<const char* const> arguments) {
  const CommandLine line(command, arguments);  // a wrong flag is told before LibTorch is loaded
  keep_freed_memory();
  const auto entry = reinterpret_cast<HeavyEntry>(::dlsym(load_heavy_module(), "docket_run_heavy_command"));
  if (entry == nullptr) throw Error(ErrorKind::other, "libdocket_host.so", "is of another docket; build or install both together");
  return entry(line);
}

}  // namespace docket
