/// Mutated and monstrous TOML: each gives an Error(config) or a document, never a crash or a hang.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <docket/config/config_document.hpp>

using namespace docket;

namespace {

struct Options {
  double thresh = 0.3;
  int max_candidates = 1000;
  std::string mode = "box";
  std::string variant;
  bool upscale = true;
  std::vector<double> mean{0.5};
};

constexpr auto schema = options<Options>(
    option("thresh", &Options::thresh, {0, 1}, "a number"),
    option("max_candidates", &Options::max_candidates, {1, 1e5}, "a whole number"),
    option("mode", &Options::mode, {"box", "polygon"}, "a choice"), option("variant", &Options::variant, "a string"),
    option("upscale", &Options::upscale, "a truth"), option("mean", &Options::mean, {0, 1}, "a list"));

const std::vector<std::string> seeds{
    "weights = \"w.safetensors\"\n[backbone]\nuse = \"efficientnet\"\nvariant = 'b0'\n[postprocess]\nthresh = "
    "0.22\nmax_candidates = 600\n",
    "[input]\nupscale = true\nmean = [0.485, 0.456, 0.406]\n[data.train]\nimages = "
    "\"\"\"a\nb\"\"\"\n[data.val]\n\"quoted.key\" = '''x'''\n",
    "a.b.c = { d = [1, 2.5e-3, \"\\u00e9\"], e = {} }\n[[list]]\nx = 0x1F\n[[list]]\ny = -inf # comment\n[when]\nd = "
    "1979-05-27T07:32:00Z\n",
};
const std::vector<std::string> tokens{"[",
                                      "]",
                                      "[[",
                                      "]]",
                                      "{",
                                      "}",
                                      "=",
                                      ".",
                                      ",",
                                      "\"",
                                      "'",
                                      "\"\"\"",
                                      "'''",
                                      "#",
                                      "\n",
                                      "\\",
                                      "\\u",
                                      "\\UFFFFFFFF",
                                      "nan",
                                      "-inf",
                                      "1e999",
                                      "9223372036854775808",
                                      "0x",
                                      "1979-05-27",
                                      "\xff",
                                      "\xef\xbb\xbf",
                                      std::string(1, '\0'),
                                      "extends = \"/\"\n",
                                      "use = 1\n",
                                      "[backbone]\n",
                                      "thresh.x = 1\n"};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    std::string text = pick(seeds);
    for (std::size_t i = 1 + below(8); i > 0; --i) change(text);
    return text;
  }

 private:
  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(below(20), text.size() - at);
    switch (below(6)) {
      case 0: text.insert(at, pick(tokens)); break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(below(text.size() + 1), text.substr(at, length)); break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 4: text.resize(at); break;
      default: {
        const std::string& other = pick(seeds);
        text = text.substr(0, at) + other.substr(below(other.size()));
      }
    }
  }

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % std::max<std::size_t>(end, 1)); }
  const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  std::mt19937_64 random_;
};

/// Loads, reads and writes as a command would; a hang is the test's time limit. Returns whether it was accepted.
bool survives(const std::string& text, const std::vector<std::string>& words = {}) {
  bool accepted = false;
  try {
    const auto document = ConfigDocument::from_text(text, "fuzz.toml", words);
    const std::string written = document.to_toml(true);
    CHECK(ConfigDocument::from_text(written, "again.toml").to_toml(false) == document.to_toml(false));
    const std::vector<std::string_view> use{"use", "weights"};
    for (const char* section : {"backbone", "postprocess", "input"}) (void)document.read(section, schema, use);
    const std::vector<std::string_view> known{"weights", "backbone", "postprocess", "input", "data"};
    document.expect_sections(known);
    accepted = true;
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    CHECK(std::string_view(error.what()).size() < 2000);
  }
  return accepted;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("1,000 mutated files give an error or a result") {
  const char* given = std::getenv("DOCKET_FUZZ_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20260101;
  MESSAGE("DOCKET_FUZZ_SEED=" << seed);
  Mutator mutator(seed);
  int accepted = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = mutator.next();
    CAPTURE(i);
    CAPTURE(text);
    accepted += survives(text) ? 1 : 0;
  }
  MESSAGE("accepted " << accepted << " of 1000");
  CHECK(accepted > 0);
  CHECK(accepted < 1000);
}

TEST_CASE("mutated text is a value on the command line") {
  Mutator mutator(7);
  for (int i = 0; i < 300; ++i) {
    const std::string text = mutator.next();
    CAPTURE(i);
    CAPTURE(text);
    survives("", {text});
    survives("[postprocess]\nthresh = 0.5\n", {"backbone.variant=" + text});
  }
}

TEST_CASE("deep nesting and huge lists") {
  constexpr std::size_t many = 200'000;
  survives("a = " + repeated("[", many));
  survives("a = " + repeated("[", many) + repeated("]", many));
  survives("a = " + repeated("{a=", many));
  survives(repeated("a.", many) + "a = 1\n");
  survives("[" + repeated("a.", many) + "a]\n");
  survives("s = '''x'''''\n" + repeated("a . ", many) + "a = 1\n");
  survives("i = {s = \"\"\"x\"\"\"\"\", " + repeated("a.", many) + "a = 1}\n");
  survives("x = \"\\\\\"\n" + repeated("\"a\".", many) + "a = 1\n");
  std::string inline_tables = "1";
  for (int depth = 0; depth < 200; ++depth) inline_tables = "{" + repeated("a.", 30) + "a = " + inline_tables + "}";
  survives("a = " + inline_tables);
  survives("mean = [" + repeated("0.5,", 900'000) + "]\n");
  survives("[input]\nmean = [" + repeated("0.5,", 100'000) + "]\n");
  survives("[backbone]\nvariant = \"" + repeated("x", 4'000'000) + "\"\n");
  std::string keys = "[backbone]\n", sections;
  for (std::size_t i = 0; i < 100'000; ++i) keys += "k" + std::to_string(i) + " = 1\n";
  for (std::size_t i = 0; i < 50'000; ++i) sections += "[s" + std::to_string(i) + "]\n";
  survives(keys);
  survives(sections);
  survives("", {"a=" + repeated("[", many)});
  survives("", {repeated("a.", many) + "a=1"});
  survives("", {"a={" + repeated("a.", many) + "a=1}"});
}
