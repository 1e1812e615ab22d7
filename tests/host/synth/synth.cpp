/// Runs `docket synth` as a person does.
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include <docket/data/dataset.hpp>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace docket;
using testing::bytes_of;
using testing::Run;
using testing::TemporaryFolder;

namespace {

Run synth(const std::string& arguments) { return testing::docket("synth " + arguments); }

std::string out(const TemporaryFolder& folder, const char* name) { return " --out '" + (folder.path / name).string() + "'"; }

}  // namespace

TEST_CASE("two runs give the same bytes, with any number of threads, and a smaller count is a prefix") {
  const TemporaryFolder folder;
  const std::string common = "--seed 21 --longest-side 400 --language mixed";
  REQUIRE(synth(common + " --count 6 --threads 1" + out(folder, "six")).code == 0);
  REQUIRE(synth(common + " --count 6 --threads 4" + out(folder, "again")).code == 0);
  REQUIRE(synth(common + " --count 3 --threads 3" + out(folder, "three")).code == 0);
  CHECK(bytes_of(folder.path / "six/annotations.json") == bytes_of(folder.path / "again/annotations.json"));
  int pictures = 0;
  for (const auto& entry : fs::directory_iterator(folder.path / "six/images")) {
    const std::string name = entry.path().filename().string();
    CHECK(bytes_of(entry.path()) == bytes_of(folder.path / "again/images" / name));
    const fs::path in_three = folder.path / "three/images" / name;
    if (fs::exists(in_three)) CHECK(bytes_of(entry.path()) == bytes_of(in_three));
    ++pictures;
  }
  CHECK(pictures == 6);
  const auto six = nlohmann::json::parse(bytes_of(folder.path / "six/annotations.json"))["images"];
  const auto three = nlohmann::json::parse(bytes_of(folder.path / "three/annotations.json"))["images"];
  CHECK(six.size() == 6);
  REQUIRE(three.size() == 3);
  for (const auto& [name, entry] : three.items()) CHECK(six[name] == entry);
}

TEST_CASE("docket reads what it wrote without a complaint") {
  const TemporaryFolder folder;
  const Run run = synth("--count 4 --seed 3 --longest-side 400 --language ko" + out(folder, "set"));
  REQUIRE(run.code == 0);
  CHECK(run.output.starts_with("4 images, "));
  CHECK(run.output.find("data.train.annotations=") != run.output.npos);
  const docket::Dataset dataset = docket::read_dataset(folder.path / "set/annotations.json", folder.path / "set/images");
  CHECK(dataset.images.size() == 4);
  CHECK(dataset.problems.list().empty());
  CHECK(dataset.word_count() > 40);
}

TEST_CASE("quiet prints nothing") {
  const TemporaryFolder folder;
  const Run run = synth("--count 1 --longest-side 300 --quiet" + out(folder, "set"));
  CHECK(run.code == 0);
  CHECK(run.output.empty());
}

TEST_CASE("a folder that holds something is kept unless --overwrite is given, and then only docket's files go") {
  const TemporaryFolder folder;
  REQUIRE(synth("--count 3 --longest-side 300 -q" + out(folder, "set")).code == 0);
  std::ofstream(folder.path / "set/notes.txt") << "mine";
  const Run refused = synth("--count 1 --longest-side 300" + out(folder, "set"));
  CHECK(refused.code == 2);
  CHECK(refused.output.find("is not empty; choose another --out or add --overwrite") != refused.output.npos);
  CHECK(fs::exists(folder.path / "set/images/receipt_000002.jpg"));
  REQUIRE(synth("--count 1 --longest-side 300 -q --overwrite" + out(folder, "set")).code == 0);
  CHECK_FALSE(fs::exists(folder.path / "set/images/receipt_000002.jpg"));
  CHECK(fs::exists(folder.path / "set/notes.txt"));
}

TEST_CASE("wrong arguments say what came and what was wanted") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& arguments, int code, const char* message) {
    CAPTURE(arguments);
    const Run run = synth(arguments);
    CHECK(run.code == code);
    CHECK_MESSAGE(run.output.find(message) != run.output.npos, run.output);
  };
  refused("", 2, "--out is missing");
  refused("--count 0" + out(folder, "a"), 2, "--count is '0', must be a whole number in [1, 10000000]");
  refused("--count ten" + out(folder, "a"), 2, "--count is 'ten'");
  refused("--longest-side 5" + out(folder, "a"), 2, "--longest-side is '5'");
  refused("--language kr" + out(folder, "a"), 2, "--language is 'kr', must be one of en, ko, mixed");
  refused("--boxes lines" + out(folder, "a"), 2, "--boxes is 'lines', must be one of words, segments");
  refused("--sed 3" + out(folder, "a"), 2, "did you mean '--seed'?");
  refused("stray" + out(folder, "a"), 2, "'stray' is one word too many");
  refused("a=b" + out(folder, "a"), 2, "docket synth reads no pipeline");
  refused("--fonts /proc/self/fdinfo" + out(folder, "a"), 1,
          "install them with 'apt-get install fonts-dejavu fonts-liberation'");
  std::ofstream(folder.path / "file") << "x";
  refused(out(folder, "file"), 2, "is a file; --out wants a folder");
  refused("--out /proc/none", 4, "cannot be created");
  CHECK_FALSE(fs::exists(folder.path / "a"));
}
