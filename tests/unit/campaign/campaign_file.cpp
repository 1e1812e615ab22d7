#include <docket/campaign/campaign_file.hpp>

#include <doctest/doctest.h>

#include "support/temporary_folder.hpp"

namespace docket::campaign {
namespace {

const std::string three_stages = R"(out = "here"
[settings]
images = 4
[stages.score]
run = "evaluate {single}/runs/a --json {score}/score.json"
values.hmean = "score.json:/cleval/mean/hmean"
[stages.folds]
when = ["score.hmean >= 0.965"]
run = ["kfold p.toml --out {folds}/f 'train.note=two words' space={low=1}", "predict a b"]
resumes = true
minutes = 90
[stages.single]
run = "train p.toml data.count={images} --runs {single}/runs"
)";

Campaign read(const std::string& toml, const std::vector<std::string>& words = {}) {
  const docket::testing::TemporaryFolder place;
  return read_campaign_file(place.write("c.toml", toml), words);
}

std::string refusal(const std::string& toml, const std::vector<std::string>& words = {}) {
  try {
    (void)read(toml, words);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = three_stages;
  return text.replace(text.find(from), from.size(), to);
}

TEST_CASE("stages come behind what their words and gates name") {
  const Campaign campaign = read(three_stages);
  CHECK(campaign.out == "here");
  REQUIRE(campaign.stages.size() == 3);
  CHECK(campaign.stages[0].name == "single");
  CHECK(campaign.stages[1].name == "score");
  CHECK(campaign.stages[1].needs == std::vector<std::string>{"single"});
  CHECK(campaign.stages[2].needs == std::vector<std::string>{"score"});
  CHECK(campaign.stages[2].commands[0] == std::vector<std::string>{"kfold", "p.toml", "--out", "{folds}/f", "train.note=two words", "space={low=1}"});
  CHECK(campaign.stages[2].commands[1].size() == 3);
  CHECK(campaign.stages[2].resumes);
  CHECK(campaign.stages[2].minutes == 90.0);
  CHECK_FALSE(campaign.stages[0].minutes);
  CHECK(campaign.stages[1].measures[0].file == "score.json");
  CHECK(campaign.stages[1].measures[0].pointer == "/cleval/mean/hmean");
}

TEST_CASE("out is campaigns/<stem> unless told; settings are laid over by their bare names") {
  CHECK(read(with("out = \"here\"\n", "")).out == "campaigns/c");
  CHECK(read(three_stages, {"out=there"}).out == "there");
  CHECK(read(three_stages, {"images=9"}).settings.at("images") == "9");
  CHECK(read(three_stages, {"settings.images=many"}).settings.at("images") == "many");
}

TEST_CASE("gates compare as written") {
  const Gate at_least = parse_gate("s.v >= 0.5", {}), below = parse_gate("s.v<0.5", {});
  CHECK(at_least.passes(0.5));
  CHECK_FALSE(at_least.passes(0.49));
  CHECK_FALSE(below.passes(0.5));
  CHECK(below.passes(0.49));
  CHECK(parse_gate("s.v > 0.5", {}).passes(0.5) == false);
  CHECK(parse_gate("s.v <= 0.5", {}).passes(0.5));
}

TEST_CASE("a setting may be the bound of a gate") {
  const Campaign campaign = read(with("0.965", "0.{images}"), {"images=5"});
  CHECK(campaign.stages[2].gates[0].bound == 0.5);
  CHECK(refusal(with("0.965", "{imgaes}")).find("must be as \"STAGE.VALUE") != std::string::npos);
}

TEST_CASE("whatever is wrong is told where it stands, with the nearest right name") {
  CHECK(refusal(with("{single}/runs/a", "{singel}/runs/a")).find("c.toml:4:") != std::string::npos);
  CHECK(refusal(with("{single}/runs/a", "{singel}/runs/a")).find("{singel} is no stage and no setting; did you mean 'single'?") != std::string::npos);
  CHECK(refusal(with("score.hmean >=", "score.hmaen >=")).find("did you mean 'hmean'?") != std::string::npos);
  CHECK(refusal(with("score.hmean >=", "scroe.hmean >=")).find("did you mean 'score'?") != std::string::npos);
  CHECK(refusal(with(">= 0.965", "== 0.965")).find("must be as \"STAGE.VALUE >= 0.965\"") != std::string::npos);
  CHECK(refusal(with("resumes", "resume")).find("did you mean 'resumes'?") != std::string::npos);
  CHECK(refusal(with("score.json:/cleval", "score.json/cleval")).find("must be \"FILE:/json/pointer\"") != std::string::npos);
  CHECK(refusal(with("minutes = 90", "needs = \"flods\"")).find("which is no other stage") != std::string::npos);
  CHECK(refusal(with("run = \"train p.toml data.count={images} --runs {single}/runs\"", "needs = \"folds\"\nrun = \"train\"")).find("these stages wait for each other: score, folds, single") != std::string::npos);
  CHECK(refusal(with("[stages.single]", "[stages.images]")).find("has the name of another {placeholder}") != std::string::npos);
  CHECK(refusal(with("/cleval/mean", "/cle~val/mean")).find("is no JSON pointer") != std::string::npos);
  CHECK(refusal("[stages.a]\nrun = 'kfold split p.toml --group-by name:^\\d+'\n").find("cannot be split into words") != std::string::npos);
  CHECK(refusal("[stages.\"../a\"]\nrun = \"version\"\n").find("a stage cannot be called '../a'") != std::string::npos);
  CHECK(refusal(three_stages, {"imgaes=3"}).find("has no setting 'imgaes'; did you mean 'images'?") != std::string::npos);
  CHECK(refusal("out = \"x\"\n").find("has no stages") != std::string::npos);
  CHECK(refusal("[stages.a]\nneeds = []\n").find("runs nothing") != std::string::npos);
}

}  // namespace
}  // namespace docket::campaign
