#include "support.hpp"

#include <doctest/doctest.h>

TEST_CASE("a word of the command line wins over the file") {
  const std::string toml = "[postprocess]\nthresh = 0.2\n";
  CHECK(post(toml, {"postprocess.thresh=0.25"}).thresh == 0.25);
  CHECK(post(toml, {"postprocess.thresh=0.1", "postprocess.thresh=1"}).thresh == 1.0);
  CHECK(post(toml, {"postprocess={mode='polygon', clip=true}"}).mode == "polygon");
  CHECK(post(toml, {"postprocess.levels=[2, 3]"}).levels == std::vector<std::int64_t>{2, 3});
  CHECK(post("", {"postprocess.thresh= 0.5"}).thresh == 0.5);
}

TEST_CASE("text stays as it was typed") {
  const auto name = [](const std::string& word) { return post("", {"postprocess.name=" + word}).name; };
  CHECK(name("runs/b4/checkpoints/epoch=15-step=13088.ckpt") == "runs/b4/checkpoints/epoch=15-step=13088.ckpt");
  CHECK(name("a b  c") == "a b  c");
  CHECK(name("영수증/ä.ckpt") == "영수증/ä.ckpt");
  CHECK(name("it's \"here\"") == "it's \"here\"");
  CHECK(name("\"a b\"") == "a b");  // a whole TOML string is read as one
  CHECK(name("123") == "123");
  CHECK(name("0x1F") == "0x1F");
  CHECK(name("1e3") == "1e3");
  CHECK(name("true") == "true");
  CHECK(name("[1]") == "[1]");
  CHECK(name("2026-11-23") == "2026-11-23");
  CHECK(name("") == "");
  CHECK(name("#5") == "#5");
  CHECK(name("5 # five") == "5 # five");
  CHECK(name("1,") == "1,");
  CHECK(name("1\nb = 2") == "1\nb = 2");
  CHECK(name("C:\\new") == "C:\\new");
  CHECK(document("", {"weights=007"}).text("weights", "") == "007");
}

TEST_CASE("keys may be quoted") {
  const auto made = document("", {"data.\"a.b=c\".x=1", "data.'d e'.x=2"});
  CHECK(made.has("data.\"a.b=c\".x"));
  CHECK(made.has("data.'d e'.x"));
}

TEST_CASE("a wrong word is refused as a wrong line is") {
  const auto of = [](const std::string& word) {
    return refusal([&] { return post("[postprocess]\nthresh = 0.2\n", {word}); });
  };
  CHECK(of("postprocess.thresh=2") == "command line: postprocess.thresh=2: 'thresh' is 2, must be in [0, 1]");
  CHECK(of("postprocess.thresh=hi") == "command line: postprocess.thresh=hi: 'thresh' is \"hi\", must be a number");
  CHECK(of("postprocess.tresh=1") ==
        "command line: postprocess.tresh=1: unknown option 'tresh' of [postprocess]; did you mean 'thresh'?");
  CHECK(of("nothing") == "command line: nothing: is not of the form key=value");
  CHECK(of("=3") == "command line: =3: key '' has an empty part");
  CHECK(of("a..b=3") == "command line: a..b=3: key 'a..b' has an empty part");
  CHECK(of("\"a=3") == "command line: \"a=3: key '\"a' has an open quote");
  CHECK(of("extends=b.toml") == "command line: extends=b.toml: 'extends' is read from files only");
  CHECK(of("postprocess.thresh.x=1") ==
        "command line: postprocess.thresh.x=1: 'postprocess.thresh' is a table, but a value in a.toml:2:10");
  CHECK(of("postprocess=1") == "command line: postprocess=1: 'postprocess' is the value 1, but a table in a.toml:1:1");
  CHECK(of("name=\xff") == "command line: a word is not UTF-8 text");
  CHECK(refusal([] {
          return document("", {"a=1", "a.b=2"});
        }) == "command line: a.b=2: 'a' is a table here and a value in 'command line: a=1'");
}

TEST_CASE("an error stays on one line whatever was typed") {
  const auto message = refusal([] { return post("", {"postprocess.thresh=a\nb\x1b[31m" + std::string(1000, 'x')}); });
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.find('\x1b') == std::string::npos);
  CHECK(message.size() < 300);
}

TEST_CASE("a word changes one table of a list by its place") {
  const std::string toml = "[[augment]]\nuse = \"flip\"\np = 0.5\n[[augment]]\nuse = \"one_of\"\n[[augment.of]]\nuse = \"fog\"\np = 1\n";
  const auto made = document(toml, {"augment.0.p=0.25", "augment.1.of.0.p=0.75", "augment.0.limit=3"});
  const auto steps = made.tables("augment");
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].child("p")->value == 0.25);
  CHECK(steps[0].child("p")->origin.from_command_line());
  CHECK(steps[0].child("limit")->value == 3);
  CHECK(steps[0].child("use")->value == "flip");
  CHECK(steps[1].child("of")->tables.at(0).child("p")->value == 0.75);
  const auto of = [&](const std::string& word) { return refusal([&] { return document(toml, {word}); }); };
  CHECK(of("augment.2.p=1") == "command line: augment.2.p=1: '2' must be the place of a [[augment]] table, from 0 to 1 (a.toml:1:1)");
  CHECK(of("augment.p=1").find("'p' must be the place of a [[augment]] table") != std::string::npos);
  CHECK(of("augment.0=1").find("must name a key of that table, as 'augment.0.p'") != std::string::npos);
}
