#include <docket/training/data_sets.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../data/support.hpp"

namespace docket {
namespace {

ConfigDocument document(const std::string& toml, std::vector<std::string> overrides = {}) {
  return ConfigDocument::from_text(toml, "test.toml", overrides);
}

}  // namespace

TEST_CASE("one data set may be a plain string, several are lists, one folder serves all") {
  DataSetOptions sets = read_data_set_options(document("[data.train]\nannotations = \"a.json\"\nimages = \"pictures\"\n"), "data.train");
  CHECK(sets.annotations == std::vector<std::string>{"a.json"});
  CHECK(sets.images == std::vector<std::string>{"pictures"});
  sets = read_data_set_options(document("[data.train]\nannotations = [\"a.json\", \"b.json\"]\nimages = [\"x\", \"y\"]\n"), "data.train");
  CHECK(sets.images == std::vector<std::string>{"x", "y"});
  sets = read_data_set_options(document("[data.train]\nannotations = [\"a.json\", \"b.json\"]\nimages = \"x\"\n"), "data.train");
  CHECK(sets.images == std::vector<std::string>{"x", "x"});
  sets = read_data_set_options(document("[data.train]\nannotations = \"a.json\"\nimages = \"x\"\n", {"data.train.annotations=with = sign.json"}), "data.train");
  CHECK(sets.annotations == std::vector<std::string>{"with = sign.json"});
}

TEST_CASE("what does not fit together is refused by name") {
  CHECK_THROWS_WITH((void)read_data_set_options(document("[data.train]\nimages = \"x\"\n"), "data.train"), doctest::Contains("data.train.annotations"));
  CHECK_THROWS_WITH((void)read_data_set_options(document("[data.train]\nannotations = [\"a\", \"b\", \"c\"]\nimages = [\"x\", \"y\"]\n"), "data.train"),
                    doctest::Contains("2 folders for 3 files"));
  CHECK_THROWS_WITH((void)read_data_set_options(document("[data.train]\nannotation = \"a\"\nimages = \"x\"\n"), "data.train"),
                    doctest::Contains("did you mean 'annotations'"));
}

TEST_CASE("sets are mixed, counted, hashed, and refused where wrong annotations are an error") {
  const testing::PictureFolder folder;
  folder.picture("a.png", 60, 40);
  folder.picture("b.png", 60, 40);
  const std::string word = R"({"points": [[1, 2], [30, 2], [30, 9], [1, 9]]})";
  const auto one = folder.write("one.json", R"({"images": {"a.png": {"words": {"0001": )" + word + "}}}}");
  const auto two = folder.write("two.json", R"({"images": {"b.png": {"words": {"0001": )" + word + R"(, "0002": {"points": []}}}, "c.png": {"words": {}}}})");
  const DataSetOptions sets{{one.string(), two.string()}, {folder.path.string(), folder.path.string()}};
  const LoadedData data = load_data(sets, {}, 2);
  CHECK(data.images == 2);
  CHECK(data.words == 2);
  CHECK(data.problems.lines().size() == 2);
  REQUIRE(data.manifest.size() == 2);
  CHECK(data.manifest[0]["sha256"] == sha256_of_file(one));
  CHECK(data.manifest[1]["image_count"] == 1);
  CHECK(load_data(sets, {}, 1, 1).images == 1);
  DataOptions refuse;
  refuse.problems = "refuse";
  CHECK_THROWS_WITH((void)load_data(sets, refuse, 1), doctest::Contains("words without points"));
}

}  // namespace docket
