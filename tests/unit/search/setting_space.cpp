#include <docket/search/setting_space.hpp>

#include <string>
#include <vector>

#include "support/doctest_beside_torch.hpp"

namespace docket {
namespace {

struct Options {
  double thresh = 0.3;
  int max_candidates = 1000;
  std::string mode = "box";
};
constexpr auto schema = options<Options>(option("thresh", &Options::thresh, {0, 1}, "t"), option("max_candidates", &Options::max_candidates, {1, 10000}, "m"),
                                         option("mode", &Options::mode, {"box", "polygon"}, "s"));

SettingSpace space(const std::string& toml, const std::vector<std::string>& words = {}) {
  return read_setting_space(ConfigDocument::from_text(toml, "a.toml", words), option_table(schema), "postprocessor 'toy'");
}

std::string refusal(const std::string& toml) {
  try {
    (void)space(toml);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("lists and stepped ranges make a grid, the last axis fastest") {
  const auto settings = settings_of(space("thresh = \"0.18:0.24:0.02\"\nmax_candidates = [500, 600]\nmode = \"polygon\"\n"));
  REQUIRE(settings.size() == 8);
  CHECK(settings[0] == Setting{{"thresh", 0.18}, {"max_candidates", 500}, {"mode", "polygon"}});
  CHECK(settings[1] == Setting{{"thresh", 0.18}, {"max_candidates", 600}, {"mode", "polygon"}});
  CHECK(settings[6] == Setting{{"thresh", 0.24}, {"max_candidates", 500}, {"mode", "polygon"}});  // 0.24 itself, not 0.24000000000000002
}

TEST_CASE("the command line replaces an axis of the file and adds one") {
  const SettingSpace made = space("thresh = [0.1, 0.2]\n", {"thresh=[0.3]", "max_candidates=100:300:100"});
  const auto settings = settings_of(made);
  REQUIRE(settings.size() == 3);
  CHECK(settings[2] == Setting{{"thresh", 0.3}, {"max_candidates", 300}});
}

TEST_CASE("samplers search ranges as ranges, stepped ones on their steps, and lists as choices") {
  const search::SearchSpace searched = search_space_of(space("thresh = \"0.18:0.24:0.02\"\nmax_candidates = \"5:6\"\nmode = [\"box\", \"polygon\"]\n"));
  REQUIRE(searched.parameters.size() == 3);
  const auto& thresh = std::get<search::FloatRange>(searched.parameters[0].range);
  CHECK((thresh.low == 0.18 && thresh.high == 0.24 && thresh.step == 0.02));
  const auto& candidates = std::get<search::IntRange>(searched.parameters[1].range);
  CHECK((candidates.low == 5 && candidates.high == 6 && candidates.step == 1));
  CHECK(std::get<search::Choices>(searched.parameters[2].range).values == std::vector<nlohmann::json>{"box", "polygon"});
  // 0.24 itself again, as in a grid.
  CHECK(setting_of(searched, {{"thresh", 0.18 + 3 * 0.02}, {"max_candidates", 6}, {"mode", 1}}) == Setting{{"thresh", 0.24}, {"max_candidates", 6}, {"mode", "polygon"}});
  const search::SearchSpace free = search_space_of(space("thresh = \"0.2:0.3\"\nmax_candidates = \"100:300:100\"\n"));
  CHECK_FALSE(std::get<search::FloatRange>(free.parameters[0].range).step.has_value());
  CHECK(std::get<search::IntRange>(free.parameters[1].range).step == 100);
  CHECK(std::holds_alternative<search::Choices>(search_space_of(space("max_candidates = \"1:3:0.5\"\n")).parameters[0].range));
}

TEST_CASE("points are tried as they stand") {
  const auto settings = settings_of(space("[[point]]\nthresh = 0.29\n[[point]]\nthresh = 0.3\nmode = \"polygon\"\n"));
  REQUIRE(settings.size() == 2);
  CHECK(settings[0] == Setting{{"thresh", 0.29}});
  CHECK(settings[1] == Setting{{"thresh", 0.3}, {"mode", "polygon"}});
}

TEST_CASE("what the plugin does not take is refused at its place") {
  CHECK(refusal("thesh = [0.2]\n") == "a.toml:1:1: postprocessor 'toy' has no option 'thesh'; did you mean 'thresh'?");
  CHECK(refusal("thresh = [0.2, 1.5]\n").find("'thresh' is 1.5, must be in [0, 1]") != std::string::npos);
  CHECK(refusal("thresh = \"0.5:2\"\n").find("must be in [0, 1]") != std::string::npos);
  CHECK(refusal("thresh = \"0.5:0.2\"\n").find("begins above its end") != std::string::npos);
  CHECK(refusal("thresh = \"0.2:0.3:0\"\n").find("the step must be above 0") != std::string::npos);
  CHECK(refusal("thresh = []\n").find("is an empty list") != std::string::npos);
  CHECK(refusal("mode = [\"round\"]\n").find("must be \"box\" or \"polygon\"") != std::string::npos);
  CHECK(refusal("thresh = [0.2]\n[[point]]\nthresh = 0.3\n").find("exclude each other") != std::string::npos);
}

}  // namespace docket
