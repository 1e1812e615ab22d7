#include "convert/staging.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::bytes_of;
using docket::testing::converted;
using docket::testing::error_of;
using docket::testing::TemporaryFolder;

namespace {

constexpr const char* one_image = R"({"images": {"a.jpg": {"words": {}}}})";

std::size_t count_entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("what is there already stays, unless --overwrite is given") {
  const TemporaryFolder folder;
  const fs::path input = folder.write("in.json", one_image);
  const fs::path out = folder.write("out.csv", "mine");
  CHECK(error_of([&] { converted(input, "csv", out); }) ==
        out.string() + ": is there already; choose another --out or add --overwrite");
  CHECK(bytes_of(out) == "mine");
  convert::ConvertOptions options;
  options.overwrite = true;
  converted(input, "csv", out, options);
  CHECK(bytes_of(out) == "filename,polygons\na.jpg,\n");
  CHECK(count_entries(folder.path) == 2);
}

TEST_CASE("a folder: new, empty, or with --overwrite, which takes away old labels and nothing else") {
  const TemporaryFolder folder;
  const fs::path input = folder.write("in.json", one_image);
  fs::create_directory(folder.path / "gt");
  converted(input, "icdar", folder.path / "gt/");
  CHECK(count_entries(folder.path / "gt") == 1);
  CHECK(error_of([&] {
          converted(input, "icdar", folder.path / "gt");
        }).ends_with("is not empty; choose another --out or add --overwrite"));
  folder.write("gt/gt_old.txt", "");
  folder.write("gt/a.jpg", "picture");
  folder.write("gt/notes.txt", "mine");
  convert::ConvertOptions options;
  options.overwrite = true;
  converted(input, "icdar", folder.path / "gt", options);
  CHECK_FALSE(fs::exists(folder.path / "gt/gt_old.txt"));
  CHECK(fs::exists(folder.path / "gt/gt_a.txt"));
  CHECK(fs::exists(folder.path / "gt/a.jpg"));
  CHECK(fs::exists(folder.path / "gt/notes.txt"));
  CHECK(error_of([&] {
          converted(input, "csv", folder.path / "gt", options);
        }).ends_with("is a folder; --out wants a file's name"));
  CHECK(error_of([&] {
          converted(input, "icdar", input, options);
        }).ends_with("is a file; --out wants a folder or a name that ends in .zip"));
  CHECK(count_entries(folder.path) == 2);
}

TEST_CASE("a run that fails leaves nothing behind") {
  const TemporaryFolder folder;
  const fs::path damaged = folder.write("in.csv", "filename,polygons\na.jpg,1 2\n");
  CHECK_THROWS_AS(converted(damaged, "docket", folder.path / "out.json"), Error);
  CHECK(count_entries(folder.path) == 1);
  CHECK(error_of([&] { converted(damaged, "docket", folder.path / "none/out.json"); }).ends_with("none' does not exist"));
  CHECK(error_of([&] { converted(folder.path / "none", "docket", folder.path / "out.json"); }) ==
        (folder.path / "none").string() + ": does not exist");
}

TEST_CASE("a file may be converted onto itself") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("in.json", one_image);
  convert::ConvertOptions options;
  options.overwrite = true;
  converted(file, "csv", file, options);
  CHECK(bytes_of(file) == "filename,polygons\na.jpg,\n");
}
