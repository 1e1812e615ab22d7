#include <docket/config/options_markdown.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;

TEST_CASE("options become a table that Markdown can hold") {
  const OptionInfo ratio{"ratio", OptionType::number, {0, 10}, {}, "a | b", 1.5};
  const OptionInfo mode{"mode", OptionType::string, {}, {"box", "polygon"}, "shape", "box"};
  const OptionInfo seed{"seed", OptionType::integer, {0}, {}, "seed", 42};
  const std::vector<SectionTable> host{{"input", {seed}}};
  const std::vector<StageTables> stages{{"postprocess", {}, {{"db", "words from a map", {ratio, mode}}}}};
  CHECK(options_markdown(host, stages) ==
        "## [input]\n\n"
        "| key | default | takes | |\n|---|---|---|---|\n"
        "| `seed` | `42` | whole number, at least 0 | seed |\n"
        "\n## [postprocess] use = \"db\"\n\nwords from a map.\n\n"
        "| key | default | takes | |\n|---|---|---|---|\n"
        "| `ratio` | `1.5` | number, 0 to 10 | a \\| b |\n"
        "| `mode` | `\"box\"` | `box`, `polygon` | shape |\n");
}
