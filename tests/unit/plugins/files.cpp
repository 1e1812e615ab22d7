#include <docket/core/atomic_file.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/log.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"

using namespace docket;
using docket::testing::bytes_of;
using docket::testing::TemporaryFolder;

namespace {

std::string heard;

}  // namespace

TEST_CASE("SHA-256 gives the sums of FIPS 180-4's examples") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a file is replaced as a whole, or stays") {
  const TemporaryFolder folder;
  const auto path = folder.path / "a.json";
  write_file_atomically(path, "old");
  {
    AtomicFile file(path);
    file.write("half");
  }
  CHECK(bytes_of(path) == "old");
  write_file_atomically(path, "new");
  CHECK(bytes_of(path) == "new");
  CHECK(sha256_of_file(path) == sha256("new"));
  struct stat status {};
  ::stat(path.c_str(), &status);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  CHECK((status.st_mode & 0777) == (0666 & ~mask));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
  CHECK_THROWS_WITH_AS(write_file_atomically(folder.path / "no" / "b", "x"), doctest::Contains("cannot be written: No such file"), Error);
}

TEST_CASE("writers of one file at the same time leave one of their texts") {
  const TemporaryFolder folder;
  std::vector<std::jthread> writers;
  for (char c = 'a'; c < 'e'; ++c) {
    writers.emplace_back([&, c] {
      for (int i = 0; i < 50; ++i) write_file_atomically(folder.path / "x", std::string(10000, c), Sync::no);
    });
  }
  writers.clear();
  const std::string text = bytes_of(folder.path / "x");
  CHECK(text == std::string(10000, text.at(0)));
}

TEST_CASE("a log line goes to the sink that was set") {
  set_log_sink([](int level, const char* text, std::size_t size) { heard = std::to_string(level) + std::string(text, size); });
  log_warning("careful");
  set_log_sink(nullptr);
  CHECK(heard == "2careful");
}
