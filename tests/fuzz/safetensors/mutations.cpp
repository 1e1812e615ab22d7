/// 1,000 damaged weight files: each gives an error or a result, never a crash.
#include <ATen/ops/full.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include <docket/nn/safetensors.hpp>

#include "support/doctest_beside_torch.hpp"

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN  // after LibTorch, whose logging defines CHECK too

using namespace docket;

namespace {

std::string whole_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// One to four changes: a bit, a byte that JSON cares about, a run cut out, a run doubled, the end cut off, the length field.
std::string mutate(std::string bytes, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::string telling = "{}[]\",:0123456789-e.truenull\\ \0";
  for (std::size_t changes = 1 + below(4); changes > 0 && bytes.size() > 16; --changes) {
    const std::size_t at = below(bytes.size());
    const std::size_t run = std::min(bytes.size() - at, 1 + below(24));
    switch (below(6)) {
      case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
      case 1: bytes[at] = telling[below(telling.size())]; break;
      case 2: bytes.erase(at, run); break;
      case 3: bytes.insert(below(bytes.size()), bytes.substr(at, run)); break;
      case 4: bytes.resize(std::max<std::size_t>(at, 1)); break;
      case 5: bytes[below(8)] = static_cast<char>(random()); break;
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("a damaged weight file gives an error or a result") {
  const auto folder = std::filesystem::temp_directory_path() / ("docket-fuzz-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto file = folder / "damaged.safetensors";
  SafetensorsFile sound;
  sound.tensors = {{"conv1.weight", at::full({4, 3, 3, 3}, 1.0F)},
                   {"bn1.num_batches_tracked", at::full({}, 7, at::kLong)},
                   {"fc.bias", at::full({10}, 1, at::kHalf)},
                   {"mask", at::full({3}, true, at::kBool)}};
  sound.metadata = {{"config", "[backbone]\nuse = \"resnet\""}};
  write_safetensors(file, sound);
  const std::string bytes = whole_file(file);
  const char* chosen = std::getenv("DOCKET_FUZZ_SEED");
  const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 20260101;
  int read = 0;
  int refused = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    INFO("seed " << seed << " + " << i);
    std::mt19937_64 random(seed + i);
    std::ofstream(file, std::ios::binary) << mutate(bytes, random);
    try {
      read_safetensors(file);
      ++read;
    } catch (const Error& error) {
      ++refused;
      CHECK(std::string(error.what()).size() < 4000);
    }
  }
  std::filesystem::remove_all(folder);
  CHECK(read + refused == 1000);
  CHECK(refused > 500);
  CHECK(read > 10);
}
