/// Runs `docket data check` as a person does, on two small pictures.
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

using docket::testing::bytes_of;
using docket::testing::Run;

namespace {

struct Place : docket::testing::TemporaryFolder {
  Place() {
    for (const char* name : {"a.png", "b.png"}) {
      cv::Mat picture(100, 200, CV_8UC3, cv::Scalar::all(200));
      picture(name[0] == 'a' ? cv::Rect(10, 10, 50, 15) : cv::Rect(90, 60, 80, 30)).setTo(20);
      cv::imwrite((path / name).string(), picture);
      const std::string key = name;
      write(key.substr(0, 1) + ".json",
            R"({"images": {")" + key + R"(": {"words": {"1": {"points": [[10, 10], [60, 10], [60, 25], [10, 25]]}}}}})");
    }
    write("p.toml", "[data.train]\nannotations = \"" + file("a.json") + "\"\nimages = \"" + path.string() +
                        "\"\n[data.val]\nannotations = \"" + file("b.json") + "\"\nimages = \"" + path.string() + "\"\n");
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }
};

Run data(const std::string& arguments) {
  return docket::testing::docket("data " + arguments);
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a clean pipeline ends with 0, a leaking one with 4 and the names, also as JSON") {
  const Place place;
  const Run clean = data("check " + place.file("p.toml"));
  CAPTURE(clean.output);
  CHECK(clean.code == 0);
  CHECK(contains(clean.output, "train: 1 image, 1 word; 1 step an epoch at train.batch_size 4\n"));
  CHECK(contains(clean.output, "0 errors, 0 notes\n"));

  const Run leaking = data("check " + place.file("p.toml") + " data.val.annotations=" + place.file("a.json") + " --json " +
                           place.file("out.json"));
  CAPTURE(leaking.output);
  CHECK(leaking.code == 4);
  CHECK(contains(leaking.output, "error leakage: 1\n"));
  CHECK(contains(leaking.output, "    val a.png = train a.png (same file)\n"));
  const nlohmann::json json = nlohmann::json::parse(bytes_of(place.file("out.json")));
  CHECK(json["splits"][1]["split"] == "val");
  CHECK(json["errors"] == 3);
  CHECK(json["checks"][1]["name"] == "same-annotations");
}

TEST_CASE("sets without a pipeline, one folder for all; splits are called by their files") {
  const Place place;
  const Run run = data("check --annotations " + place.file("a.json") + " --annotations " + place.file("b.json") + " --images " +
                       place.path.string());
  CAPTURE(run.output);
  CHECK(run.code == 0);
  CHECK(contains(run.output, "a.json: 1 image, 1 word\n"));
  CHECK(contains(run.output, "b.json: 1 image, 1 word\n"));
  const Run alone = data("check --annotations " + place.file("a.json") + " --images " + place.path.string());
  CHECK(alone.code == 0);
  CHECK(contains(alone.output, "note unannotated-image: 1\n"));
  const Run same = data("check --annotations " + place.file("a.json") + " --annotations " + place.file("a.json") + " --images " + place.path.string());
  CAPTURE(same.output);
  CHECK(same.code == 4);
  CHECK(contains(same.output, "error same-annotations"));
}

TEST_CASE("the list of checks, and what is refused") {
  const Place place;
  const Run list = data("check --list");
  CHECK(list.code == 0);
  CHECK(contains(list.output, "leakage            error  "));
  const auto refused = [&](const std::string& arguments, int code, const char* message) {
    CAPTURE(arguments);
    const Run run = data(arguments);
    CHECK(run.code == code);
    CHECK_MESSAGE(contains(run.output, message), run.output);
  };
  refused("", 2, "docket data");
  refused("chek", 2, "did you mean 'check'?");
  refused("check", 2, "docket data");
  refused("check " + place.file("none.toml"), 2, "none.toml");
  refused("check " + place.file("p.toml") + " data.memory=1", 2, "did you mean 'memory_mb'?");
  refused("check " + place.file("p.toml") + " --out x.jpg", 2, "--out does nothing for 'docket data check'");
  refused("show " + place.file("p.toml") + " --json x.json", 2, "--json does nothing for 'docket data show'");
  refused("show " + place.file("p.toml"), 2, "--out is missing");
  refused("check " + place.file("p.toml") + " --annotations x", 2, "one word too many");
  refused("check --annotations " + place.file("a.json"), 2, "0 --images for 1 --annotations");
  refused("check --annotations " + place.file("a.json") + " --images " + place.file("none"), 4, "is not a folder");
  refused("check --annotations " + place.file("none.json") + " --images " + place.path.string(), 4, "none.json");
  refused("check --annotations " + place.file("a.png") + " --images " + place.path.string(), 4, "a.png");
  refused("check --annotations " + place.file("a.json") + " --images " + place.path.string() + " train.epochs=1", 2,
          "reads no pipeline");
  refused("check " + place.file("p.toml") + " --json /proc/none/out.json", 4, "cannot be written");
}
