#include "support.hpp"

namespace docket::testing {

TEST_CASE("the truth against itself is perfect, and what is missing in a prediction is named") {
  const Workplace place;
  const std::string truth = "'" + (place.path / "words.json").string() + "'";
  const Run perfect = docket("evaluate --truth " + truth + " --predictions " + truth);
  CHECK(perfect.code == 0);
  CHECK(contains(perfect.output, "IoU 0.5                 P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000  (8 images, 24 words, 24 detections, 24 matched)"));
  CHECK(contains(perfect.output, "CLEval receipt, mean    P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000"));
  CHECK(contains(perfect.output, "CLEval receipt, total   P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000"));

  nlohmann::json data = nlohmann::json::parse(bytes_of(place.path / "words.json"));
  data["images"].erase("page_3.png");
  data["images"]["stranger.png"]["words"]["0001"]["points"] = {{1, 1}, {9, 1}, {9, 5}, {1, 5}};
  data["images"]["page_1.png"]["words"]["0001"]["score"] = 0.5;
  place.write("found.json", data.dump());
  const Run partial = docket("evaluate --truth " + truth + " --predictions '" + (place.path / "found.json").string() + "' --json '" +
                             (place.path / "report.json").string() + "'");
  CAPTURE(partial.output);
  CHECK(partial.code == 0);
  CHECK(contains(partial.output, "P 1.0000  R 0.8750"));
  CHECK(contains(partial.output, "page_3.png"));
  CHECK(contains(partial.output, "stranger.png"));
  const nlohmann::json report = nlohmann::json::parse(bytes_of(place.path / "report.json"));
  CHECK(report["iou"]["matched"] == 21);
  CHECK(report["images"]["page_3.png"]["recall"] == 0);
  CHECK(report["images"]["page_3.png"]["cleval"]["num_char_tp"] == 0);
  CHECK(report["cleval"]["mean"]["hmean"] == 0.875);
  CHECK(report["cleval"]["total"]["precision"] == 1);
  CHECK(report["bootstrap"]["resamples"] == 1000);

  const Run paired = docket("evaluate --truth " + truth + " --predictions " + truth + " --against '" + (place.path / "found.json").string() +
                            "' --resamples 50 --json '" + (place.path / "paired.json").string() + "'");
  CAPTURE(paired.output);
  CHECK(paired.code == 0);
  CHECK(contains(paired.output, "CLEval receipt, mean    1.0000 - 0.8750 = +0.1250"));
  const nlohmann::json against = nlohmann::json::parse(bytes_of(place.path / "paired.json"))["against"];
  CHECK(against["cleval_mean"]["difference"] == 0.125);
  CHECK(against["iou"]["interval"][0] >= 0);
}

TEST_CASE("half a question is an error") {
  CHECK(docket("evaluate --truth x.json").code == 2);
  CHECK(docket("evaluate").code == 2);
  const Run profile = docket("evaluate --truth x.json --predictions x.json --profile quat");
  CHECK(profile.code == 2);
  CHECK(contains(profile.output, "--profile: is 'quat', must be receipt, quad or poly"));
  CHECK(docket("evaluate p.toml --against x.json").code == 2);
  CHECK(docket("evaluate --truth none.json --predictions none.json").code == 4);
}

TEST_CASE("a profile that counts characters names the first word without text") {
  const Workplace place;
  const std::string truth = "'" + (place.path / "words.json").string() + "'";
  const Run run = docket("evaluate --truth " + truth + " --predictions " + truth + " --profile quad");
  CHECK(run.code == 4);
  CHECK(contains(run.output, "page_0.png word 0000: has no transcription"));
}

}  // namespace docket::testing
