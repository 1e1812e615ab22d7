#include "support.hpp"

#include <doctest/doctest.h>

using docket::ConfigDocument;

TEST_CASE("later layers win: the list in its order, the file, the command line") {
  const TemporaryFolder folder;
  folder.write("base/one.toml", "[postprocess]\nthresh = 0.1\nbox_thresh = 0.1\nseed = 1\nlevels = [1, 2, 3]\n");
  folder.write("base/two.toml", "[postprocess]\nbox_thresh = 0.2\nseed = 2\n");
  const auto file = folder.write(
      "pipelines/p.toml", "extends = [\"../base/one.toml\", \"../base/two.toml\"]\n[postprocess]\nseed = 3\nlevels = [4]\n");
  const std::vector<std::string> words{"postprocess.max_candidates=4"};
  const auto made = ConfigDocument::load(file, words);
  const auto read = made.read("postprocess", post_schema);
  CHECK(read.thresh == 0.1);
  CHECK(read.box_thresh == 0.2);
  CHECK(read.seed == 3);
  CHECK(read.max_candidates == 4);
  CHECK(read.levels == std::vector<std::int64_t>{4});
  CHECK(made.origin("postprocess.thresh").where() == (folder.path / "base/one.toml").string() + ":2:10");
  CHECK(made.origin("postprocess.max_candidates").where() == "command line: postprocess.max_candidates=4");
  CHECK(made.origin("postprocess.mode").where() == (folder.path / "base/one.toml").string() + ":1:1");
  CHECK(made.origin("nothing").where() == file.string());
}

TEST_CASE("a file that two others extend counts once, where it came first") {
  const TemporaryFolder folder;
  folder.write("base.toml", "[s]\nx = 1\n");
  folder.write("a.toml", "extends = \"base.toml\"\n[s]\nx = 2\n");
  folder.write("b.toml", "extends = \"base.toml\"\n[s]\ny = 3\n");
  const auto made = ConfigDocument::load(folder.write("p.toml", "extends = [\"a.toml\", \"b.toml\"]\n"));
  CHECK(made.root().child("s")->child("x")->value == 2);
}

TEST_CASE("a circle is refused and its chain named") {
  const TemporaryFolder folder;
  const std::string at = folder.path.string() + '/';
  const auto a = folder.write("a.toml", "extends = \"sub/b.toml\"\n");
  folder.write("sub/b.toml", "\nextends = [\"../a.toml\"]\n");
  CHECK(refusal([&] { return ConfigDocument::load(a); }) ==
        at + "sub/b.toml:2:11: 'extends' runs in a circle: " + at + "a.toml -> " + at + "sub/b.toml -> " + at + "a.toml");
  const auto self = folder.write("self.toml", "extends = \"./self.toml\"\n");
  CHECK(refusal([&] { return ConfigDocument::load(self); }) ==
        at + "self.toml:1:11: 'extends' runs in a circle: " + at + "self.toml -> " + at + "self.toml");
}

TEST_CASE("a missing file is named by who wants it") {
  const TemporaryFolder folder;
  const std::string at = folder.path.string() + '/';
  CHECK(refusal([&] { return ConfigDocument::load(at + "no.toml"); }) ==
        at + "no.toml: cannot be read: No such file or directory");
  CHECK(refusal([&] { return ConfigDocument::load(folder.path); }) ==
        folder.path.string() + ": cannot be read: Is a directory");
  const auto file = folder.write("a.toml", "extends = \"no.toml\"\n");
  CHECK(refusal([&] { return ConfigDocument::load(file); }) ==
        at + "a.toml:1:11: 'extends' names '" + at + "no.toml', which cannot be read: No such file or directory");
}

TEST_CASE("extends must be a name or names") {
  CHECK(refusal([] { return document("extends = 5\n"); }) ==
        "a.toml:1:11: 'extends' is 5, must be a file name or a list of file names");
  CHECK(refusal([] { return document("[extends]\nx = 1\n"); }) ==
        "a.toml:1:1: 'extends' is a table, must be a file name or a list of file names");
  CHECK(refusal([] { return document("extends = [\"\"]\n"); }) ==
        "a.toml:1:11: 'extends' is [\"\"], must be a file name or a list of file names");
}

TEST_CASE("weights beside the file that names them are found from anywhere") {
  const TemporaryFolder folder;
  folder.write("weights/w.safetensors", "");
  const auto file = folder.write("pipelines/p.toml",
                                 "weights = \"../weights/w.safetensors\"\n[backbone]\nweights = \"elsewhere.safetensors\"\n");
  const auto made = ConfigDocument::load(file);
  CHECK(made.text("weights", "") == (folder.path / "weights/w.safetensors").string());
  CHECK(made.text("backbone.weights", "") == "elsewhere.safetensors");
}

TEST_CASE("a file of more than 4 MiB is refused") {
  const TemporaryFolder folder;
  const auto file = folder.write("big.toml", std::string((4 << 20) + 1, '\n'));
  CHECK(refusal([&] { return ConfigDocument::load(file); }) == file.string() + ": is larger than 4 MiB");
}
