/// Mutated plugin files: each gives a plugin or a refusal, never a crash or a hang. DOCKET_FUZZ_SEED chooses another seed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include <docket/plugins/catalog.hpp>

#include "support/temporary_folder.hpp"

using namespace docket;
using docket::testing::bytes_of;
using docket::testing::TemporaryFolder;

namespace {

void write_all(const std::filesystem::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; }

unsigned seed() {
  const char* asked = std::getenv("DOCKET_FUZZ_SEED");
  return asked == nullptr ? 20u : static_cast<unsigned>(std::strtoul(asked, nullptr, 10));
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  /// Most damage goes where the headers and the note lie.
  std::string mutate(std::string bytes, std::size_t from) {
    for (std::size_t edits = 1 + below(6); edits > 0 && !bytes.empty(); --edits) {
      const std::size_t reach = below(3) == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 4096);
      const std::size_t at = from + below(reach > from ? reach - from : 1);
      if (at >= bytes.size()) continue;
      switch (below(6)) {
        case 0: bytes[at] = static_cast<char>(random_()); break;
        case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
        case 2: bytes[at] = static_cast<char>(0xff); break;
        case 3: bytes.resize(at); break;
        case 4: bytes.insert(at, bytes.substr(below(bytes.size()), below(64))); break;
        default: bytes.replace(at, std::min<std::size_t>(8, bytes.size() - at), std::string(8, below(2) == 0 ? '\0' : '\xff')); break;
      }
    }
    return bytes;
  }

 private:
  std::mt19937 random_;
};

const std::filesystem::path toys = std::filesystem::path(std::getenv("DOCKET_TEST_LIBRARIES")) / "toys";

}  // namespace

TEST_CASE("1,000 mutated plugin files are read without a crash") {
  MESSAGE("seed " << seed());
  Mutator mutator(seed());
  const TemporaryFolder folder;
  const std::string seeds[] = {bytes_of(toys / "toy_postprocessor.so"), bytes_of(toys / "toy_backbone.so")};
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto path = folder.path / "mutated.so";
    write_all(path, mutator.mutate(seeds[i % 2], 0));
    refused += detail::inspect(path).refusal.has_value();
  }
  CHECK(refused > 100);
}

TEST_CASE("mutated notes are read without a crash") {
  Mutator mutator(seed() + 1);
  const detail::NoteOrReason note = detail::read_note(toys / "toy_postprocessor.so");
  REQUIRE(note.reason.empty());
  for (int i = 0; i < 1000; ++i) {
    PluginInfo info;
    try {
      detail::parse_note(mutator.mutate(note.text, 0), info);
      (void)detail::judge(info);
    } catch (const std::exception&) {
    }
  }
  std::string deep = "{\"name\":\"a\",\"options\":";
  deep += std::string(100000, '[');
  PluginInfo info;
  CHECK_THROWS_AS(detail::parse_note(deep, info), std::exception);
}

TEST_CASE("files with a good note and damaged code are tried in a child") {
  Mutator mutator(seed() + 2);
  const TemporaryFolder folder;
  const std::string whole = bytes_of(toys / "toy_postprocessor.so");
  const std::size_t note_end = whole.find("\"options\"") + 600;
  for (int i = 0; i < 40; ++i) write_all(folder.path / ("m" + std::to_string(i) + ".so"), mutator.mutate(whole, note_end));
  const std::filesystem::path folders[] = {folder.path};
  CHECK(Catalog::scan(folders, {.probe_time_limit_s = 1, .cache_folder = ""}).plugins().size() == 40);
}
