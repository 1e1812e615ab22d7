/// Runs `docket synth` as a person does. DOCKET_PROGRAM names the program.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include <docket/data/dataset.hpp>

namespace fs = std::filesystem;

namespace {

struct Run {
  int code = -1;
  std::string output;  // stdout and stderr
};

Run synth(const std::string& arguments) {
  Run run;
  FILE* pipe = ::popen(("'" + std::string(std::getenv("DOCKET_PROGRAM")) + "' synth " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) run.output.append(buffer, n);
  const int status = ::pclose(pipe);
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "docket-synth-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  [[nodiscard]] std::string out(const char* name) const { return " --out '" + (path / name).string() + "'"; }
};

std::string bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("two runs give the same bytes, with any number of threads, and a smaller count is a prefix") {
  const Folder folder;
  const std::string common = "--seed 21 --longest-side 400 --language mixed";
  REQUIRE(synth(common + " --count 6 --threads 1" + folder.out("six")).code == 0);
  REQUIRE(synth(common + " --count 6 --threads 4" + folder.out("again")).code == 0);
  REQUIRE(synth(common + " --count 3 --threads 3" + folder.out("three")).code == 0);
  CHECK(bytes(folder.path / "six/annotations.json") == bytes(folder.path / "again/annotations.json"));
  int pictures = 0;
  for (const auto& entry : fs::directory_iterator(folder.path / "six/images")) {
    const std::string name = entry.path().filename().string();
    CHECK(bytes(entry.path()) == bytes(folder.path / "again/images" / name));
    const fs::path in_three = folder.path / "three/images" / name;
    if (fs::exists(in_three)) CHECK(bytes(entry.path()) == bytes(in_three));
    ++pictures;
  }
  CHECK(pictures == 6);
  const auto six = nlohmann::json::parse(bytes(folder.path / "six/annotations.json"))["images"];
  const auto three = nlohmann::json::parse(bytes(folder.path / "three/annotations.json"))["images"];
  CHECK(six.size() == 6);
  REQUIRE(three.size() == 3);
  for (const auto& [name, entry] : three.items()) CHECK(six[name] == entry);
}

TEST_CASE("docket reads what it wrote without a complaint") {
  const Folder folder;
  const Run run = synth("--count 4 --seed 3 --longest-side 400 --language ko" + folder.out("set"));
  REQUIRE(run.code == 0);
  CHECK(run.output.starts_with("4 images, "));
  CHECK(run.output.find("data.train.annotations=") != run.output.npos);
  const docket::Dataset dataset = docket::read_dataset(folder.path / "set/annotations.json", folder.path / "set/images");
  CHECK(dataset.images.size() == 4);
  CHECK(dataset.problems.list().empty());
  CHECK(dataset.word_count() > 40);
}

TEST_CASE("quiet prints nothing") {
  const Folder folder;
  const Run run = synth("--count 1 --longest-side 300 --quiet" + folder.out("set"));
  CHECK(run.code == 0);
  CHECK(run.output.empty());
}

TEST_CASE("a folder that holds something is kept unless --overwrite is given, and then only docket's files go") {
  const Folder folder;
  REQUIRE(synth("--count 3 --longest-side 300 -q" + folder.out("set")).code == 0);
  std::ofstream(folder.path / "set/notes.txt") << "mine";
  const Run refused = synth("--count 1 --longest-side 300" + folder.out("set"));
  CHECK(refused.code == 2);
  CHECK(refused.output.find("is not empty; choose another --out or add --overwrite") != refused.output.npos);
  CHECK(fs::exists(folder.path / "set/images/receipt_000002.jpg"));
  REQUIRE(synth("--count 1 --longest-side 300 -q --overwrite" + folder.out("set")).code == 0);
  CHECK_FALSE(fs::exists(folder.path / "set/images/receipt_000002.jpg"));
  CHECK(fs::exists(folder.path / "set/notes.txt"));
}

TEST_CASE("wrong arguments say what came and what was wanted") {
  const Folder folder;
  const auto refused = [&](const std::string& arguments, int code, const char* message) {
    CAPTURE(arguments);
    const Run run = synth(arguments);
    CHECK(run.code == code);
    CHECK_MESSAGE(run.output.find(message) != run.output.npos, run.output);
  };
  refused("", 2, "--out is missing");
  refused("--count 0" + folder.out("a"), 2, "--count is '0', must be a whole number in [1, 10000000]");
  refused("--count ten" + folder.out("a"), 2, "--count is 'ten'");
  refused("--longest-side 5" + folder.out("a"), 2, "--longest-side is '5'");
  refused("--language kr" + folder.out("a"), 2, "--language is 'kr', must be one of en, ko, mixed");
  refused("--boxes lines" + folder.out("a"), 2, "--boxes is 'lines', must be one of words, segments");
  refused("--sed 3" + folder.out("a"), 2, "did you mean '--seed'?");
  refused("stray" + folder.out("a"), 2, "'stray' is one word too many");
  refused("a=b" + folder.out("a"), 2, "docket synth reads no pipeline");
  refused("--fonts /proc/self/fdinfo" + folder.out("a"), 1,
          "install them with 'apt-get install fonts-dejavu fonts-liberation'");
  std::ofstream(folder.path / "file") << "x";
  refused(folder.out("file"), 2, "is a file; --out wants a folder");
  refused("--out /proc/none", 4, "cannot be created");
  CHECK_FALSE(fs::exists(folder.path / "a"));
}
