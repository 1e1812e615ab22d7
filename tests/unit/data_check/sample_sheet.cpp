#include "support.hpp"

#include "data/sample_sheet.hpp"

namespace docket::testing {

TEST_CASE("a sheet has a row a sample: the picture, its words and every map, under 20 px of title and 6 px apart") {
  data_check::SampleView sample;
  sample.name = "a.jpg";
  sample.rgb = cv::Mat(60, 80, CV_8UC3, cv::Scalar(10, 20, 30));
  sample.words = {{{{10, 10}, {50, 10}, {50, 30}, {10, 30}}, false}, {{{10, 40}, {50, 40}, {50, 50}, {10, 50}}, true}};
  cv::Mat map = cv::Mat::zeros(60, 80, CV_32F);
  map(cv::Rect(40, 0, 40, 60)).setTo(0.6F);
  sample.maps = {{"prob", map}};
  const std::vector<data_check::SampleView> samples{sample, sample};
  const cv::Mat sheet = data_check::draw_sample_sheet(samples);
  REQUIRE(sheet.size() == cv::Size(3 * 86, 2 * 86));
  CHECK(sheet.at<cv::Vec3b>(20 + 30, 40) == cv::Vec3b(10, 20, 30));
  const cv::Vec3b text = sheet.at<cv::Vec3b>(86 + 20 + 20, 86 + 50), ignored = sheet.at<cv::Vec3b>(86 + 20 + 45, 86 + 50);
  CHECK(text[1] > text[0]);  // a green edge
  CHECK(ignored[0] > ignored[1]);  // a red one
  CHECK(sheet.at<cv::Vec3b>(20 + 30, 172 + 10) == cv::Vec3b(0, 0, 0));
  CHECK(sheet.at<cv::Vec3b>(20 + 30, 172 + 70) == cv::Vec3b(153, 153, 153));

  sample.rgb = cv::Mat(600, 960, CV_8UC3, cv::Scalar::all(0));
  sample.maps.clear();
  CHECK(data_check::draw_sample_sheet({&sample, 1}).size() == cv::Size(2 * 486, 326));  // 480 x 300 a tile
}

}  // namespace docket::testing
