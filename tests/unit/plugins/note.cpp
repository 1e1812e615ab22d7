/// What the compiler writes into a note is what the host reads.
#include <docket/plugins/judge.hpp>
#include <docket/plugins/note.hpp>
#include <docket/stages/postprocessor.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace docket;

namespace {

struct Options {
  bool on = true;
  int count = -3;
  std::int64_t large = 1LL << 60;
  double ratio = 0.1;
  std::string word = "a \"quoted\" \\ word, longer than sixteen bytes";
  std::vector<std::int64_t> indices = {1, 2};
  std::vector<double> mean = {0.485, 1e-9};
  std::vector<std::string> names = {"x", "\n"};
};

constexpr auto schema = options<Options>(
    option("on", &Options::on, "a switch"), option("count", &Options::count, {-5, 5}, "a number"),
    option("large", &Options::large, {}, "any number"), option("ratio", &Options::ratio, {0, 1}, "a ratio"),
    option("word", &Options::word, {"a \"quoted\" \\ word, longer than sixteen bytes", "b"}, "a word"),
    option("indices", &Options::indices, {0, 9}, "whole numbers"), option("mean", &Options::mean, {}, "numbers"),
    option("names", &Options::names, "texts"));

constexpr auto describe = [] { return detail::PluginDescription{"thing", "does \xc3\xa4 thing", schema}; };
constexpr auto note = detail::make_note<Postprocessor, describe>();

PluginInfo read() {
  PluginInfo info;
  detail::parse_note(std::string(note.text, note.text_size), info);
  return info;
}

}  // namespace

TEST_CASE("the note's options are the schema's table") {
  const PluginInfo info = read();
  CHECK(info.name == "thing");
  CHECK(info.description == "does \xc3\xa4 thing");
  CHECK(info.stage == "postprocessor");
  CHECK(!detail::judge(info));
  const OptionTable expected = option_table(schema);
  REQUIRE(info.options.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(expected[i].name);
    CHECK(info.options[i].name == expected[i].name);
    CHECK(info.options[i].type == expected[i].type);
    CHECK(info.options[i].range.min == expected[i].range.min);
    CHECK(info.options[i].range.max == expected[i].range.max);
    CHECK(info.options[i].choices == expected[i].choices);
    CHECK(info.options[i].sentence == expected[i].sentence);
    CHECK(info.options[i].default_value == expected[i].default_value);
  }
}

TEST_CASE("the first field that differs is told with both values") {
  const BasicFingerprint<std::string_view> host{"2.13.0", "cxx11", "g++ 12", "0", "abc"};
  const Fingerprint same{"2.13.0", "cxx11", "g++ 12", "0", "abc"};
  CHECK(!detail::compare_fingerprints(same, host));
  Fingerprint other = same;
  other.compiler = "g++ 13";
  other.headers = "abd";
  CHECK(detail::compare_fingerprints(other, host)->starts_with("built for compiler g++ 13, this host has g++ 12; rebuild it: CXX=g++-12 meson"));
}
