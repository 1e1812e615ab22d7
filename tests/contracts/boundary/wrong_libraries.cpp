/// Real libraries, each built wrong in one place.
#include "support/doctest_beside_torch.hpp"
#include "toys.hpp"

using namespace docket;

namespace {

/// "fine", or why the host refuses wrong/<name>.so; all are scanned once, with a second for each constructor.
std::string verdict(const std::string& name) {
  static const Catalog catalog = scan_folder(library_folder() / "wrong", {.probe_time_limit_s = 2, .cache_folder = ""});
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (plugin.path.stem() == name) return plugin.refusal.value_or("fine");
  }
  return "not found";
}

bool has(const std::string& text, const std::string& part) {
  CAPTURE(text);
  return text.find(part) != text.npos;
}

const std::string libtorch(own_fingerprint.libtorch);
const std::string compiler(own_fingerprint.compiler);

}  // namespace

TEST_CASE("another build is refused by the field that differs, both values and the mending command") {
  CHECK(has(verdict("other_libtorch"), "built for LibTorch 1" + libtorch.substr(1) + ", this host has " + libtorch +
                                           "; rebuild it: meson setup --wipe build -Dlibtorch="));
  CHECK(has(verdict("other_abi"), "built for C++ ABI pre-cxx11, this host has cxx11; rebuild it: CXXFLAGS=-D_GLIBCXX_USE_CXX11_ABI=1 meson setup"));
  CHECK(has(verdict("other_cuda"), "built for CUDA major "));
  CHECK(has(verdict("other_headers"), "built for docket headers zzzz"));
  CHECK(has(verdict("other_headers"), ", this host has " + std::string(own_fingerprint.headers) + "; rebuild it: meson setup --wipe build"));
  CHECK(has(verdict("other_major"), "built for plugin API 7.3, this host speaks 1.3; rebuild it"));
  if (compiler.starts_with("g++")) {
    CHECK(has(verdict("other_compiler"), "built for compiler g++ 4" + compiler.substr(5) + ", this host has " + compiler + "; rebuild it: CXX=g++-"));
  }
}

TEST_CASE("a tier 1 plugin of an older or a newer minor loads and works") {
  CHECK(verdict("older_minor") == "fine");
  CHECK(verdict("newer_minor") == "fine");
  const Catalog catalog = scan_folder(library_folder() / "wrong", {.probe_time_limit_s = 2, .cache_folder = ""});
  for (const char* name : {"older_minor", "newer_minor"}) {
    const auto made = catalog.create<Postprocessor>(name, {});
    CHECK(made->apply({}, {}).detections.empty());
    const Postprocessor* twice[] = {made.get(), made.get()};  // neither has an apply_all of its own
    CHECK(made->apply_all(twice, {}, {}).size() == 2);
  }
}

TEST_CASE("a library without what the host needs is refused by what is missing") {
  CHECK(has(verdict("no_note"), "has no docket note"));
  CHECK(has(verdict("no_entry"), "exports no 'docket_plugin_entry'"));
  CHECK(has(verdict("missing_symbol"), "undefined symbol: docket_function_of_no_library"));
  CHECK(verdict("no_table") == "its entry gives no table");
  CHECK(verdict("short_table") == "its table has 24 bytes, a postprocessor needs 32");
  CHECK(verdict("null_function") == "its table lacks a required function");
  CHECK(has(verdict("wrong_stage"), "its stage is 'toaster', must be backbone"));
  CHECK(has(verdict("damaged_note"), "its docket note is damaged: "));
}

TEST_CASE("static constructors that crash, hang or leave take down the probe, not the host") {
  CHECK(verdict("crashing") == "crashes (Segmentation fault) when it is loaded; look at its static constructors");
  CHECK(verdict("hanging") == "hangs when it is loaded: its static constructors took more than 2 s");
  CHECK(verdict("exiting") == "ends the program (exit code 3) when it is loaded; look at its static constructors");
}

TEST_CASE("a second OpenMP runtime is refused") {
  CHECK(has(verdict("two_runtimes"), "with it the process has two copies of OpenMP, "));
  CHECK(has(verdict("two_runtimes"), "libgomp-second.so"));
}

TEST_CASE("a refused plugin cannot be created, and says why") {
  const Catalog catalog = scan_folder(library_folder() / "wrong", {.probe_time_limit_s = 2, .cache_folder = ""});
  CHECK(has(error_of([&] { return catalog.create<Postprocessor>("crashing", {}); }), "crashing.so: crashes (Segmentation fault)"));
  CHECK(has(error_of([&] { return catalog.find("backbone", "toy"); }), "; rebuild it: "));
}
