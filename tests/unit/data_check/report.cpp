#include "support.hpp"

#include <set>
#include <stdexcept>

#include "data/report.hpp"

namespace docket::testing {

TEST_CASE("quantiles by hand") {
  const data_check::Spread spread = data_check::spread_of({5, 1, 2, 4, 3});
  CHECK(spread.min == 1);
  CHECK(spread.low == doctest::Approx(1.2));  // 5 % of the way through 4 gaps: 0.2
  CHECK(spread.median == 3);
  CHECK(spread.mean == 3);
  CHECK(spread.high == doctest::Approx(4.8));
  CHECK(spread.max == 5);
  CHECK(data_check::spread_of({1, 2}).median == 1.5);
  CHECK(data_check::spread_of({}).max == 0);
}

TEST_CASE("statistics count images, words and ignored words; ignored words have no say in box sizes") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2, 60, 80);
  folder.write("a.json", R"({"images": {"a.png": {"words": {)" + plain_word + ", " +
                             word("2", "[[10, 30], [110, 30], [110, 80], [10, 80]]", R"(, "illegibility": true)") +
                             R"(}}, "b.png": {"words": {}}}})");
  const auto sets =
      data_check::read_sets({{"train", folder.path / "a.json", folder.path}, {"val", folder.path / "a.json", folder.path}}, 1);
  const auto splits = data_check::split_statistics(sets);
  REQUIRE(splits.size() == 2);
  CHECK(splits[0].images == 2);
  CHECK(splits[0].words == 2);
  CHECK(splits[0].ignored == 1);
  CHECK(splits[0].words_per_image.mean == 1);
  CHECK(splits[0].picture_height.min == 80);
  CHECK(splits[0].picture_width.max == 200);
  CHECK(splits[0].word_width.max == 50);
  CHECK(splits[0].word_height.max == 15);
  CHECK(splits[0].word_aspect.mean == doctest::Approx(50.0 / 15));
  const std::string text = data_check::report_text(splits, data_check::Findings(), 4);
  CHECK(text.starts_with("train: 2 images, 2 words, 1 of them ignored; 1 step an epoch at train.batch_size 4\n"));
  CHECK(text.find("\nval: 2 images, 2 words, 1 of them ignored\n") != std::string::npos);
}

TEST_CASE("errors come first, five places are shown, the JSON has all, and the last line counts") {
  data_check::Findings findings;
  findings.add("empty-image", "train n.jpg");
  for (int i = 0; i < 7; ++i) findings.add("self-crossing", "train a.jpg word " + std::to_string(i));
  const std::string text = data_check::report_text({}, findings, 0);
  CHECK(text.starts_with("error self-crossing: 7\n"));
  CHECK(text.find("    train a.jpg word 4\n    and 2 more\n") != std::string::npos);
  CHECK(text.find("note empty-image: 1\n") != std::string::npos);
  CHECK(text.ends_with("\n7 errors, 1 note\n"));
  const nlohmann::ordered_json json = data_check::report_json({}, findings);
  CHECK(json["errors"] == 7);
  CHECK(json["notes"] == 1);
  REQUIRE(json["checks"].size() == 2);
  CHECK(json["checks"][1]["name"] == "self-crossing");
  CHECK(json["checks"][1]["places"].size() == 7);
}

TEST_CASE("every check has a name of its own, and the list shows all of them") {
  std::set<std::string> names;
  const std::string list = data_check::check_list();
  for (const data_check::Check& check : data_check::check_table) {
    CHECK(names.insert(check.name).second);
    CHECK(list.find(std::string(check.name) + " ") != std::string::npos);
    CHECK(&data_check::check_named(check.name) == &check);
  }
  data_check::Findings findings;
  CHECK_THROWS_AS(findings.add("no-such-check", "a.jpg"), std::logic_error);
}

}  // namespace docket::testing
