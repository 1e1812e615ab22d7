#include "support.hpp"

namespace docket::testing {

TEST_CASE("docket data show draws the samples of training: picture, words and the head's four targets") {
  const Workplace place;
  const fs::path sheet = place.path / "sheet.jpg";
  const Run run = docket("data show '" + (place.path / "small.toml").string() + "' --count 3 --out '" + sheet.string() + "'");
  CAPTURE(run.output);
  REQUIRE(run.code == 0);
  CHECK(contains(run.output, "3 of 8 training samples"));
  const cv::Mat drawn = cv::imread(sheet.string());
  REQUIRE(drawn.size() == cv::Size(6 * (96 + 6), 3 * (96 + 26)));  // crops of 96 px
  // Both masks, right of all, are white but for words that a crop's border cuts.
  for (int row = 0; row < 3; ++row) {
    for (const int column : {4, 5}) CHECK(cv::mean(drawn(cv::Rect(column * 102 + 8, row * 122 + 30, 80, 80)))[0] > 200);
  }
  const Run png = docket("data show '" + (place.path / "small.toml").string() + "' --out '" + (place.path / "sheet.png").string() + "'");
  CHECK(png.code == 2);
  CHECK(contains(png.output, "must end in .jpg or .jpeg"));
}

}  // namespace docket::testing
