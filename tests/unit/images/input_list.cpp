#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include <doctest/doctest.h>

#include <docket/data/input_list.hpp>

using namespace docket;
namespace fs = std::filesystem;

namespace {

/// A folder that exists as long as the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("docket-inputs-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  void touch(const std::string& name) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << "x";
  }
  std::string operator/(const std::string& name) const { return (path / name).string(); }
};

std::vector<ImageInput> list(std::vector<std::string> arguments, const std::string& lines = "") {
  std::istringstream stream(lines);
  return list_inputs(arguments, stream);
}

std::vector<std::string> names(const std::vector<ImageInput>& inputs) {
  std::vector<std::string> all;
  for (const ImageInput& input : inputs) all.push_back(input.name);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("natural order counts, and two different names are never equal") {
  CHECK(natural_less("r2.jpg", "r10.jpg"));
  CHECK_FALSE(natural_less("r10.jpg", "r2.jpg"));
  CHECK(natural_less("r02", "r2"));
  CHECK_FALSE(natural_less("r2", "r02"));
  CHECK(natural_less("r", "r0"));
  CHECK(natural_less("a99999999999999999999998", "a99999999999999999999999"));
}

TEST_CASE("a folder gives its images in natural order, whatever the case of the suffix") {
  const Folder folder;
  for (const char* name : {"r10.jpg", "r2.JPG", "r1.TiFF", "notes.txt", "sub/r3.png"}) folder.touch(name);
  CHECK(names(list({folder.path.string()})) == Names{"r1.TiFF", "r2.JPG", "r10.jpg"});
}

TEST_CASE("a pattern that the shell left alone is expanded, a file whose name looks like one is taken as it is") {
  const Folder folder;
  for (const char* name : {"a1.jpg", "a2.jpg", "a[1].jpg", "a.json"}) folder.touch(name);
  CHECK(names(list({folder / "a*"})) == Names{"a1.jpg", "a2.jpg", "a[1].jpg"});
  CHECK(names(list({folder / "a[1].jpg"})) == Names{"a[1].jpg"});
}

TEST_CASE("what holds no image is an error that says so") {
  const Folder folder;
  folder.touch("only/text.txt");
  CHECK_THROWS_WITH_AS(list({folder / "only"}),
                       ((folder / "only") +
                        ": this folder holds no image (.jpg .jpeg .png .webp .tif .tiff .bmp); its subfolders are not searched")
                           .c_str(),
                       Error);
  CHECK_THROWS_WITH_AS(list({folder / "*.png"}), ((folder / "*.png") + ": matches no file").c_str(), Error);
  CHECK_THROWS_WITH_AS(
      list({folder / "only/*"}),
      ((folder / "only/*") + ": matches 1 paths, none of them an image (.jpg .jpeg .png .webp .tif .tiff .bmp)").c_str(),
      Error);
  CHECK_THROWS_AS(list({"-"}, "\n\r\n"), Error);
}

TEST_CASE("- reads paths with spaces and '=' from the lines, and keeps a missing file for its reader to name") {
  const Folder folder;
  folder.touch("epoch=1 step=2.jpg");
  CHECK(names(list({"-"}, (folder / "epoch=1 step=2.jpg") + "\r\n\n" + (folder / "missing.jpg"))) ==
        Names{"epoch=1 step=2.jpg", "missing.jpg"});
}

TEST_CASE("an image named twice is read once, two of the same name stay apart, in the order they were named") {
  const Folder folder;
  for (const char* name : {"may/r.jpg", "june/r.jpg", "x/june/r.jpg", "may/other.jpg"}) folder.touch(name);
  const auto inputs =
      list({folder / "may/r.jpg", folder / "may/../may/r.jpg", folder / "june", folder / "x/june", folder / "may"});
  const std::string top = folder.path.filename().string();
  CHECK(names(inputs) == Names{"may/r.jpg", top + "/june/r.jpg", "x/june/r.jpg", "other.jpg"});
}
