#include "support.hpp"

#include <doctest/doctest.h>

TEST_CASE("values of every type arrive, absent ones keep their default") {
  const auto read = post(R"(
[postprocess]
use = "db"
thresh = 0.22
box_thresh = 1
max_candidates = 600
seed = 9_000_000_000
mode = "polygon"
clip = true
levels = [3, 4]
mean = [0, 0.5]
tags = ["a", "b"]
)");
  CHECK(read.thresh == 0.22);
  CHECK(read.box_thresh == 1.0);
  CHECK(read.max_candidates == 600);
  CHECK(read.seed == 9'000'000'000);
  CHECK(read.mode == "polygon");
  CHECK(read.name == "");
  CHECK(read.clip);
  CHECK(read.levels == std::vector<std::int64_t>{3, 4});
  CHECK(read.mean == std::vector<double>{0, 0.5});
  CHECK(read.tags == std::vector<std::string>{"a", "b"});
  CHECK(post("").thresh == 0.3);
}

TEST_CASE("one string stands for a list of one") {
  CHECK(post("[postprocess]\ntags = \"a\"\n").tags == std::vector<std::string>{"a"});
  CHECK(post("", {"postprocess.tags=2026"}).tags == std::vector<std::string>{"2026"});
  CHECK(post("", {"postprocess.tags=[\"a\", \"b\"]"}).tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("the JSON face holds only what was given") {
  const auto values = document("[postprocess]\nthresh = 0\n").read("postprocess", docket::option_table(post_schema));
  CHECK(values.dump() == R"({"thresh":0.0})");
}

TEST_CASE("a wrong value is refused with its place, itself and what was wanted") {
  const auto of = [](const std::string& line) { return refusal([&] { return post("[postprocess]\n" + line + "\n"); }); };
  CHECK(of("box_thresh = 2.5") == "a.toml:2:14: 'box_thresh' is 2.5, must be in [0, 1]");
  CHECK(of("thresh = nan") == "a.toml:2:10: 'thresh' is nan, must be in [0, 1]");
  CHECK(of("thresh = \"0.5\"") == "a.toml:2:10: 'thresh' is \"0.5\", must be a number");
  CHECK(of("max_candidates = 600.0") == "a.toml:2:18: 'max_candidates' is 600.0, must be a whole number");
  CHECK(of("max_candidates = true") == "a.toml:2:18: 'max_candidates' is true, must be a whole number");
  CHECK(of("max_candidates = 0") == "a.toml:2:18: 'max_candidates' is 0, must be in [1, 100000]");
  CHECK(of("seed = -1") == "a.toml:2:8: 'seed' is -1, must be at least 0");
  CHECK(of("mode = \"boxes\"") == "a.toml:2:8: 'mode' is \"boxes\", must be \"box\" or \"polygon\"");
  CHECK(of("mode = 3") == "a.toml:2:8: 'mode' is 3, must be \"box\" or \"polygon\"");
  CHECK(of("name = 3") == "a.toml:2:8: 'name' is 3, must be a string");
  CHECK(of("clip = 1") == "a.toml:2:8: 'clip' is 1, must be true or false");
  CHECK(of("levels = 3") == "a.toml:2:10: 'levels' is 3, must be a list of whole numbers");
  CHECK(of("levels = [3, 9]") == "a.toml:2:10: 'levels' is a list whose element 2 is 9, must be in [1, 5]");
  CHECK(of("mean = [\"x\"]") == "a.toml:2:8: 'mean' is [\"x\"], must be a list of numbers");
  CHECK(of("tags = [1]") == "a.toml:2:8: 'tags' is [1], must be a string or a list of strings");
  CHECK(of("thresh = {a = 1}") == "a.toml:2:10: 'thresh' is a table, must be a number");
  CHECK(of("name = 2026-11-23") == "a.toml:2:8: is a date or a time, which no option takes; quote it to make it text");
}

TEST_CASE("an unknown key is refused with the nearest name") {
  const std::string toml = "[postprocess]\nuse = \"db\"\nbox_tresh = 0.5\n";
  CHECK(refusal([&] { return post(toml); }) ==
        "a.toml:3:1: unknown option 'box_tresh' of [postprocess] with use = \"db\"; did you mean 'box_thresh'?");
  CHECK(refusal([] {
          return post("[postprocess.sub]\nx = 1\n");
        }).starts_with("a.toml:1:14: unknown option 'sub' of [postprocess]; known: use, thresh"));
}

TEST_CASE("a message about a monstrous key is one short line") {
  const auto message = refusal([] { return post("[postprocess]\n\"a\\n\\u001b" + std::string(100'000, 'x') + "\" = 1\n"); });
  CHECK(message.starts_with("a.toml:2:1: unknown option 'a\\n\\u001Bxxx"));
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.size() < 400);
}

TEST_CASE("an unknown section is refused with the nearest name") {
  const std::vector<std::string_view> known{"backbone", "postprocess", "weights"};
  CHECK(refusal([&] {
          document("[postproces]\n").expect_sections(known);
          return 0;
        }) == "a.toml:1:2: unknown section 'postproces'; did you mean 'postprocess'?");
  CHECK(refusal([&] {
          document("weigths = \"\"\n").expect_sections(known);
          return 0;
        }) == "a.toml:1:1: unknown key 'weigths'; did you mean 'weights'?");
  CHECK(refusal([&] {
          document("[backbone]\n").expect_sections(known);
          return 0;
        }) == "");
}

TEST_CASE("a value where a section belongs is refused") {
  CHECK(refusal([] { return post("postprocess = 5\n"); }) == "a.toml:1:15: 'postprocess' is 5, must be a table");
  CHECK(refusal([] { return document("[backbone]\nuse = 5\n").text("backbone.use", ""); }) ==
        "a.toml:2:7: 'backbone.use' is 5, must be a string");
}

TEST_CASE("text that is not TOML is refused with line and column") {
  CHECK(refusal([] { return document("a = 1\nb = = 2\n"); }).starts_with("a.toml:2:5: not TOML: "));
  CHECK(refusal([] { return document("a = 1\na = 2\n"); }).starts_with("a.toml:2:"));
  CHECK(refusal([] { return document("a = \"\xff\"\n"); }).starts_with("a.toml:1:"));
}

TEST_CASE("an int is never cut to its low bits") {
  struct Wide {
    int n = 0;
  };
  constexpr auto schema = docket::options<Wide>(docket::option("n", &Wide::n, docket::Range{}, "a number"));
  CHECK(refusal([&] { return document("[s]\nn = 4294967297\n").read("s", schema); }) ==
        "a.toml:2:5: 'n' is 4294967297, must be in [-2147483648, 2147483647]");
}
