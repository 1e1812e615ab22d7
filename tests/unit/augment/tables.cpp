#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::testing {
namespace {

std::string message_of(const std::string& toml, const std::vector<std::string>& overrides = {}) {
  try {
    (void)make_augment_steps(read_augment(ConfigDocument::from_text(toml, "t.toml", overrides)));
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("wrong tables are errors at their place") {
  CHECK(message_of("[[augment]]\nuse = 'rotat'") == "t.toml:2:7: no step 'rotat' of [[augment]]; did you mean 'rotate'?");
  CHECK(message_of("[[augment]]\nuse = 'rotate'\nlimit_degr = 3") ==
        "t.toml:3:1: unknown option 'limit_degr' of [[augment]] with use = \"rotate\"; did you mean 'limit_deg'?");
  CHECK(message_of("[[augment]]\nuse = 'rotate'\np = 2") == "t.toml:3:5: 'p' is 2, must be in [0, 1]");
  CHECK(message_of("[[augment]]\np = 0.5").find("names no step; set 'use'") != std::string::npos);
  CHECK(message_of("[augment]\nrotate_deg = 3") == "t.toml:1:2: 'augment' is a table [augment], must be a list of tables, [[augment]]");
  CHECK(message_of("[[augment]]\nuse = 'resize'\nscale_max = 0.5") == "t.toml:3:13: 'scale_max' is 0.5, below 'scale_min', 0.8");
  CHECK(message_of("[[augment]]\nuse = 'one_of'").find("no [[augment.of]] to choose from") != std::string::npos);
  CHECK(message_of("[[augment]]\nuse = 'one_of'\n[[augment.of]]\nuse = 'rotate'\n[[augment.of]]\nuse = 'fog'").find("moves the words") != std::string::npos);
  CHECK(message_of("[[augment]]\nuse = 'one_of'\n[[augment.of]]\nuse = 'fog'\nalfa = 1").find("[[augment.of]] with use = \"fog\"; did you mean 'alpha'") !=
        std::string::npos);
  CHECK(message_of("[[augment]]\nuse = 'rotate'", {"augment=[]"}) == "");
  CHECK(message_of("", {"augment=[{use='rotate', limit_deg=200}]"}).find("must be in [0, 180]") != std::string::npos);
}

TEST_CASE("a later layer replaces the whole list, and it is written as it was read") {
  const std::string toml = "[[augment]]\nuse = \"rotate\"\np = 0.25\n\n[[augment]]\nuse = \"one_of\"\n\n[[augment.of]]\nuse = \"fog\"\np = 1\n";
  const ConfigDocument document = ConfigDocument::from_text(toml, "t.toml");
  CHECK(document.to_toml(false) == toml);
  CHECK(ConfigDocument::from_text(toml, "t.toml", std::vector<std::string>{"augment=[{use='jpeg'}]"}).to_toml(false) == "[[augment]]\nuse = \"jpeg\"\n");
  const std::vector<AugmentEntry> entries = read_augment(document);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].p == 0.25);
  CHECK(entries[1].of.at(0).use == "fog");
}

TEST_CASE("every kind can be made, and is told apart") {
  const std::vector<AugmentKind> kinds = augment_kinds();
  for (const AugmentKind& kind : kinds) {
    CAPTURE(kind.name);
    const std::string of = kind.name == one_of_name ? "[[augment.of]]\nuse = 'fog'\n" : "";
    const std::vector<AugmentStep> steps = steps_of("[[augment]]\nuse = '" + kind.name + "'\n" + of);
    REQUIRE(steps.size() == 1);
    CHECK(static_cast<bool>(steps[0].place) != static_cast<bool>(steps[0].change));
  }
}

TEST_CASE("one_of does exactly one, by the weights") {
  const std::string toml = "[[augment]]\nuse = 'one_of'\np = 1\n[[augment.of]]\nuse = 'multiplicative_noise'\nfactor_min = 0.5\nfactor_max = 0.5\np = 0.9\n"
                           "[[augment.of]]\nuse = 'multiplicative_noise'\nfactor_min = 0\nfactor_max = 0\np = 0.3\n";
  int half = 0, black = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const int value = changed(cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(200)), toml, seed).rgb.at<cv::Vec3b>(1, 1)[0];
    half += value == 100;
    black += value == 0;
  }
  CHECK(half + black == 400);
  CHECK(black == doctest::Approx(100).epsilon(0.25));
}

TEST_CASE("a step more leaves what the others draw as it was") {
  const std::string turn = "[[augment]]\nuse = 'rotate'\np = 1\n";
  const std::vector<AugmentStep> one = steps_of(turn), two = steps_of(turn + "[[augment]]\nuse = 'gauss_noise'\np = 0\n");
  const cv::Mat picture = colourful();
  CHECK(cv::norm(make_view(picture, {}, {64, 0}, one, {3, 5}, 9).rgb, make_view(picture, {}, {64, 0}, two, {3, 5}, 9).rgb, cv::NORM_INF) == 0);
  CHECK(cv::norm(make_view(picture, {}, {64, 0}, one, {3, 5}, 9).rgb, make_view(picture, {}, {64, 0}, one, {4, 5}, 9).rgb, cv::NORM_INF) > 0);
}

}  // namespace docket::testing
