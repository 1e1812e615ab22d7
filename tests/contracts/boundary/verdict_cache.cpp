/// Verdicts are remembered by content.
#include "support/doctest_beside_torch.hpp"
#include "toys.hpp"

#include <fstream>

using namespace docket;

namespace {

std::size_t count_files(const std::filesystem::path& folder, const std::string& prefix) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) count += entry.path().filename().string().starts_with(prefix);
  return count;
}

/// Runs `call` while there is no docket-probe, so that only remembered verdicts are known.
template <class Call>
auto without_probe(Call&& call) {
  const std::string probe = std::getenv("DOCKET_PROBE");
  ::setenv("DOCKET_PROBE", "/nonexistent/docket-probe", 1);
  auto result = call();
  ::setenv("DOCKET_PROBE", probe.c_str(), 1);
  return result;
}

}  // namespace

TEST_CASE("a file is tried once; its content is known again under another name") {
  const TemporaryFolder cache;
  const TemporaryFolder folder;
  std::filesystem::copy_file(library_folder() / "toys" / "toy_postprocessor.so", folder.path / "a.so");
  std::filesystem::copy_file(library_folder() / "wrong" / "crashing.so", folder.path / "c.so");
  const ScanOptions options{.cache_folder = cache.path / "new"};
  const Catalog first = scan_folder(folder.path, options);
  CHECK(first.plugins()[0].content_hash.size() == 64);
  CHECK(count_files(options.cache_folder, "verdict-") == 2);
  std::filesystem::rename(folder.path / "a.so", folder.path / "b.so");
  const Catalog second = without_probe([&] { return scan_folder(folder.path, options); });
  CHECK(!second.plugins()[0].refusal);
  CHECK(second.plugins()[1].refusal == first.plugins()[1].refusal);
}

TEST_CASE("a probe that does not run is no verdict") {
  const TemporaryFolder cache;
  const ScanOptions options{.cache_folder = cache.path};
  const Catalog catalog = without_probe([&] { return scan_folder(library_folder() / "toys", options); });
  CHECK(catalog.plugins()[0].refusal == "cannot be tried: /nonexistent/docket-probe does not run");
  CHECK(count_files(cache.path, "verdict-") == 0);
}

TEST_CASE("a damaged or unwritable cache costs time only") {
  const TemporaryFolder cache;
  const ScanOptions options{.cache_folder = cache.path};
  CHECK(!scan_folder(library_folder() / "toys", options).plugins()[0].refusal);
  for (const auto& entry : std::filesystem::directory_iterator(cache.path)) std::ofstream(entry.path()) << "{\"hash\":7,\"refusal\":[";
  CHECK(!scan_folder(library_folder() / "toys", options).plugins()[0].refusal);
  CHECK(!scan_folder(library_folder() / "toys", {.cache_folder = "/proc/nowhere"}).plugins()[0].refusal);
}
