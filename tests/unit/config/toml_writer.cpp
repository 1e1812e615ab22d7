#include "support.hpp"

#include <doctest/doctest.h>

TEST_CASE("the resolved file shows each value's origin and stays TOML") {
  const auto made = document("weights = \"\"\n[postprocess]\nuse = \"db\"\nthresh = 0.22\n[data.train]\nimages = \"i\"\n",
                             {"postprocess.thresh=0.3"});
  CHECK(made.to_toml(true) ==
        "weights = \"\"  # a.toml:1:11\n"
        "\n[postprocess]\n"
        "use = \"db\"    # a.toml:3:7\n"
        "thresh = 0.3  # command line\n"
        "\n[data.train]\n"
        "images = \"i\"  # a.toml:6:10\n");
  CHECK(document(made.to_toml(true)).to_toml(false) == made.to_toml(false));
}

TEST_CASE("everything TOML can say reads back to the same") {
  const std::string toml = R"(
"quoted key" = "tab\t quote\" backslash\\ nul\u0000 delete\u007F 한글"
"" = 'empty key'
numbers = [1, -2, 3.0, 1e300, 1e-7, -0.0, inf, -inf, 9223372036854775807]
mixed = [[1, [2.5]], {a = {b = [true]}, "c d" = ""}, {}]
[empty]
[a."b.c".d]
x = false
)";
  const auto made = document(toml);
  for (const bool with_origins : {false, true}) {
    const auto again = document(made.to_toml(with_origins));
    CHECK(again.to_toml(false) == made.to_toml(false));
    for (const char* key : {"'quoted key'", "''", "numbers", "mixed", "a.'b.c'.d.x"}) {
      CAPTURE(key);
      CHECK(again.has(key));
    }
    CHECK(again.root().child("numbers")->value == made.root().child("numbers")->value);
    CHECK(again.root().child("numbers")->value[2].is_number_float());
    CHECK(again.root().child("mixed")->value == made.root().child("mixed")->value);
    CHECK(again.has("empty"));
  }
}

TEST_CASE("text from the command line that looks like a number is written as the text it was read as") {
  const auto made = document("", {"postprocess.name=0123", "postprocess.mode=box"});
  CHECK(made.read("postprocess", post_schema).name == "0123");
  CHECK(made.to_toml(false) == "[postprocess]\nname = \"0123\"\nmode = \"box\"\n");
}

TEST_CASE("a file name cannot break out of its comment") {
  const auto made = docket::ConfigDocument::from_text("x = 1\n", "a\nevil = 2\n.toml");
  CHECK(docket::ConfigDocument::from_text(made.to_toml(true), "b").root().children.size() == 1);
}
