#include "support.hpp"

namespace docket::testing {

TEST_CASE("the truth against itself is perfect, and what is missing in a prediction is named") {
  const Workplace place;
  const std::string truth = "'" + (place.path / "words.json").string() + "'";
  const Run perfect = docket("evaluate --truth " + truth + " --predictions " + truth);
  CHECK(perfect.code == 0);
  CHECK(contains(perfect.output, "P 1.0000  R 1.0000  H 1.0000  (8 images, 24 words, 24 detections, 24 matched)"));

  nlohmann::json data = nlohmann::json::parse(bytes_of(place.path / "words.json"));
  data["images"].erase("page_3.png");
  data["images"]["stranger.png"]["words"]["0001"]["points"] = {{1, 1}, {9, 1}, {9, 5}, {1, 5}};
  data["images"]["page_1.png"]["words"]["0001"]["score"] = 0.5;
  place.write("found.json", data.dump());
  const Run partial = docket("evaluate --truth " + truth + " --predictions '" + (place.path / "found.json").string() + "' --report '" +
                             (place.path / "report.json").string() + "'");
  CAPTURE(partial.output);
  CHECK(partial.code == 0);
  CHECK(contains(partial.output, "P 1.0000  R 0.8750"));
  CHECK(contains(partial.output, "page_3.png"));
  CHECK(contains(partial.output, "stranger.png"));
  const nlohmann::json report = nlohmann::json::parse(bytes_of(place.path / "report.json"));
  CHECK(report["iou"]["matched"] == 21);
  CHECK(report["images"]["page_3.png"]["recall"] == 0);
}

TEST_CASE("half a question is an error") {
  CHECK(docket("evaluate --truth x.json").code == 2);
  CHECK(docket("evaluate").code == 2);
  CHECK(docket("evaluate --truth none.json --predictions none.json").code == 4);
}

}  // namespace docket::testing
