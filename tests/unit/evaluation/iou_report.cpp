#include <docket/evaluation/iou_report.hpp>

#include <doctest/doctest.h>

namespace docket {

TEST_CASE("the report names the images with the most wrong words, perfect ones never") {
  SetResult result;
  result.add("good.jpg", {10, 10, 10});
  result.add("bad.jpg", {10, 8, 2});
  result.add("fair.jpg", {10, 10, 9});
  CHECK(result.counts.matched == 21);
  CHECK(result.score.recall == 0.7);
  const std::vector<ImageResult> worst = worst_images(result, 5);
  REQUIRE(worst.size() == 2);
  CHECK(worst[0].name == "bad.jpg");
  CHECK(worst[1].name == "fair.jpg");
  const std::string text = iou_text(result, 1);
  CHECK(text.find("P 0.7500  R 0.7000  H 0.7241  (3 images, 30 words, 28 detections, 21 matched)") != std::string::npos);
  CHECK(text.find("missed 8 of 10, wrong 6 of 8") != std::string::npos);
  CHECK(text.find("fair.jpg") == std::string::npos);
  CHECK(iou_json(result)["images"]["fair.jpg"]["matched"] == 9);
}

}  // namespace docket
