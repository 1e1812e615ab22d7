#include <doctest/doctest.h>

#include <docket/data/image_file.hpp>

using namespace docket;

TEST_CASE("a picture survives PNG, TIFF and BMP unchanged") {
  cv::Mat rgb(5, 7, CV_8UC3);
  cv::randu(rgb, 0, 256);
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  for (const char* suffix : {".png", ".tiff", ".bmp"}) {
    CAPTURE(suffix);
    std::vector<std::uint8_t> bytes;
    REQUIRE(cv::imencode(suffix, bgr, bytes));
    CHECK(cv::norm(decode_image(bytes, "x"), rgb, cv::NORM_INF) == 0);
  }
}
