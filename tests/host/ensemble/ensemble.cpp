/// Runs `docket ensemble` as a person does.
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using docket::testing::bytes_of;
using docket::testing::Run;
using docket::testing::TemporaryFolder;

namespace {

Run ensemble(const TemporaryFolder& folder, const std::string& arguments) {
  fs::current_path(folder.path);
  fs::remove_all("out");
  return docket::testing::docket("ensemble " + arguments + " </dev/null");
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

/// A prediction JSON of a.jpg with words of 60 x 20 px at these left ends, and of b.jpg without words.
std::string prediction(const std::vector<int>& lefts, const std::string& second_image = "b.jpg") {
  std::string words;
  for (std::size_t i = 0; i < lefts.size(); ++i) {
    const std::string l = std::to_string(lefts[i]), r = std::to_string(lefts[i] + 60);
    words += std::string(i == 0 ? "" : ",") + "\"" + std::to_string(i) + "\": {\"points\": [[" + l + ",0],[" + r + ",0],[" + r + ",20],[" + l + ",20]]}";
  }
  return "{\"images\": {\"a.jpg\": {\"words\": {" + words + "}}, \"" + second_image + "\": {\"words\": {}}}}";
}

/// Words at 0 (all three members) and at 200 (two), false ones at 400 and 600 (one each).
TemporaryFolder& three_members(TemporaryFolder& folder) {
  folder.write("m1.json", prediction({0, 200, 400}));
  folder.write("m2.json", prediction({1, 201}));
  folder.write("m3.json", prediction({2, 600}));
  return folder;
}

/// The one file of this kind in out/submissions.
std::string result(const TemporaryFolder& folder, const std::string& suffix) {
  for (const auto& entry : fs::directory_iterator(folder.path / "out/submissions")) {
    if (entry.path().extension() == suffix) return bytes_of(entry.path());
  }
  return "";
}

}  // namespace

TEST_CASE("members in, prediction JSON, CSV, totals and vote histogram out") {
  TemporaryFolder folder;
  const Run run = ensemble(three_members(folder), "m1.json m2.json m3.json");
  CHECK_MESSAGE(run.code == 0, run.output);
  CHECK(has(run.output, "vote of 3 members, 2 images\n  m1.json: 3 boxes, 1.5 per image\n"));
  CHECK(has(run.output, "     3 votes           1   25.0 %\n     2 votes           1   25.0 %\n     1 vote            2   50.0 %\n"));
  CHECK(has(run.output, "kept: 2 boxes, 1.0 per image\n"));
  CHECK(result(folder, ".csv") == "filename,polygons\na.jpg,1 0 61 0 61 20 1 20|200.5 0 260.5 0 260.5 20 200.5 20\nb.jpg,\n");
  CHECK(has(result(folder, ".json"), "200.5"));
  CHECK_FALSE(has(result(folder, ".json"), "score"));
}

TEST_CASE("ensemble.json holds the votes, the members and, with the truth, the gain") {
  TemporaryFolder folder;
  three_members(folder).write("truth.json", prediction({0, 200}));
  CHECK(ensemble(folder, "m1.json m2.json m3.json --truth truth.json min_votes=3").code == 0);
  const auto record = nlohmann::json::parse(bytes_of(folder.path / "out/ensemble.json"));
  CHECK(record["use"] == "vote");
  CHECK(record["options"] == nlohmann::json{{"min_votes", 3}});
  CHECK(record["groups_by_votes"] == nlohmann::json({0, 2, 1, 1}));
  CHECK(record["kept"] == 1);
  CHECK(record["members"][2]["file"] == "m3.json");
  CHECK(record["members"][2]["boxes"] == 2);
  CHECK(record["best"] == 1);
  // Of the two words the ensemble has one, the best member both: recall 1/2, H 2/3 where there are words, 1 where there are none.
  CHECK(record["ensemble"]["iou"]["hmean"].get<double>() == doctest::Approx(2.0 / 3));
  CHECK(record["gain"]["file"] == "m2.json");
  CHECK(record["gain"]["iou"]["difference"].get<double>() == doctest::Approx(-1.0 / 3));
  CHECK(has(record["verdict"], "the ensemble LOSES"));
  CHECK(ensemble(folder, "m1.json m2.json").code == 0);
  CHECK_FALSE(nlohmann::json::parse(bytes_of(folder.path / "out/ensemble.json")).contains("gain"));
}

TEST_CASE("a truth that cannot be scored against is an error, and so is --out in a file, before any work") {
  TemporaryFolder folder;
  three_members(folder).write("none.json", "{\"images\": {}}");
  folder.write("strangers.json", "{\"images\": {\"x.jpg\": {\"words\": {}}}}");
  const Run none = ensemble(folder, "m1.json m2.json --truth none.json");
  CHECK(none.code == 4);
  CHECK(has(none.output, "none.json: names no image"));
  const Run strangers = ensemble(folder, "m1.json m2.json --truth strangers.json");
  CHECK(strangers.code == 4);
  CHECK(has(strangers.output, "none of the truth's images: the truth has 'x.jpg', the predictions 'a.jpg'"));
  const Run file = ensemble(folder, "m1.json m2.json --out m3.json/deep");
  CHECK(file.code == 2);
  CHECK(has(file.output, "--out: is 'm3.json/deep', but "));
  CHECK(has(file.output, "m3.json is a file; a folder is wanted"));
}

// reference-system.md, 6.2: "file patterns with * are opened literally".
TEST_CASE("section_6_2: a TOML file lists the members, patterns among them, beside itself; the command line wins") {
  TemporaryFolder folder;
  three_members(folder).write("sets/e.toml", "members = [\"../m?.json\"]\n[ensemble]\nuse = \"vote\"\nmin_votes = 1\n");
  CHECK(has(ensemble(folder, "sets/e.toml").output, "kept: 4 boxes"));
  CHECK(has(ensemble(folder, "sets/e.toml min_votes=3").output, "kept: 1 box,"));
  CHECK(has(ensemble(folder, "sets/e.toml --use vote_compat ensemble.min_votes=2").output, "vote_compat of 3 members"));
  CHECK(has(ensemble(folder, "'m[12].json'").output, "vote of 2 members"));
  CHECK(has(ensemble(folder, "sets/e.toml 'members=[\"m1.json\", \"m3.json\"]'").output, "vote of 2 members"));
}

TEST_CASE("with the truth it says what is gained over the best member, and plainly when nothing is") {
  TemporaryFolder folder;
  three_members(folder).write("truth.json", prediction({0, 200}));
  const Run gains = ensemble(folder, "m1.json m2.json m3.json --truth truth.json");
  CHECK_MESSAGE(has(gains.output, "m2.json  (the best member)"), gains.output);
  CHECK(has(gains.output, "the ensemble equals its best member m2.json in H"));
  const Run loses = ensemble(folder, "m1.json m2.json m3.json --truth truth.json min_votes=1 -q");
  CHECK_MESSAGE(has(loses.output, "the ensemble LOSES 0."), loses.output);
  CHECK(has(loses.output, " of H (CLEval, mean) to its best member m2.json; interval"));
}

// reference-system.md, 6.1: "'3 of 5 votes' was close to one model voting three times".
TEST_CASE("section_6_1: members that found exactly the same are told") {
  TemporaryFolder folder;
  three_members(folder).write("again.json", prediction({1, 201}));
  CHECK(has(ensemble(folder, "m1.json m2.json again.json -q").output, "docket: warning: again.json: finds exactly what m2.json finds, so one model votes twice\n"));
}

TEST_CASE("members of different images are an error, and a warning on request") {
  TemporaryFolder folder;
  three_members(folder).write("other.json", prediction({0}, "c.jpg"));
  const Run refused = ensemble(folder, "m1.json m2.json other.json");
  CHECK(refused.code == 4);
  CHECK_MESSAGE(has(refused.output, "m1.json: lacks 1 image of 3 that the members have together: c.jpg; are these predictions of one split?"), refused.output);
  CHECK_FALSE(fs::exists(folder.path / "out"));
  const Run allowed = ensemble(folder, "m1.json m2.json other.json --allow-missing");
  CHECK(allowed.code == 0);
  CHECK(has(allowed.output, "warning: other.json: lacks 1 image of 3 that the members have together: b.jpg; it votes for nothing there"));
}

TEST_CASE("scores of the members are used and written on request; some without are told") {
  TemporaryFolder folder;
  three_members(folder).write("scored.json", R"({"images": {"a.jpg": {"words": {"1": {"points": [[0,0],[60,0],[60,20],[0,20]], "score": 0.5}}}, "b.jpg": {"words": {}}}})");
  const Run run = ensemble(folder, "m1.json scored.json --scores");
  CHECK(has(run.output, "warning: words without a score count 1, above the scores of the other members: m1.json"));
  CHECK(has(result(folder, ".json"), "\"score\": 0.75"));
}

TEST_CASE("wrong arguments say what came and what was wanted") {
  TemporaryFolder folder;
  three_members(folder).write("empty.toml", "[ensemble]\nuse = \"vote\"\n");
  folder.write("typo.toml", "member = [\"m1.json\"]\n");
  const auto refused = [&](const std::string& arguments, int code, const std::string& message) {
    CAPTURE(arguments);
    const Run run = ensemble(folder, arguments);
    CHECK(run.code == code);
    CHECK_MESSAGE(has(run.output, message), run.output);
    CHECK_FALSE(fs::exists(folder.path / "out"));
  };
  refused("", 2, "names no members");
  refused("m1.json", 2, "members: an ensemble has at least 2, there is 1: m1.json");
  refused("m1.json none.json", 4, "none.json: cannot be opened: No such file or directory; a JSON file of annotations is wanted");
  refused("m1.json 'x*.json'", 4, "no file matches 'x*.json'");
  refused("m1.json m2.json min_vote=2", 2, "did you mean 'min_votes'?");
  refused("m1.json m2.json min_votes=6", 2, "'min_votes' is 6, there are 2 members");
  refused("m1.json m2.json --use vte", 3, "did you mean 'vote'?");
  refused("m1.json empty.toml", 2, "names a TOML file beside other members");
  refused("empty.toml", 2, "empty.toml: lists no 'members'");
  refused("typo.toml", 2, "typo.toml:1:1: unknown key 'member'; did you mean 'members'?");
}
