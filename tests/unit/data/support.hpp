/// A folder with small pictures in it.
#pragma once

#include <string>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/temporary_folder.hpp"

namespace docket::testing {

struct PictureFolder : TemporaryFolder {
  void picture(const std::string& name, int width, int height) const {
    cv::Mat image(height, width, CV_8UC3, cv::Scalar(40, 90, 160));
    cv::rectangle(image, {width / 4, height / 4}, {width / 2, height / 2}, cv::Scalar(255, 255, 255), cv::FILLED);
    cv::imwrite((path / name).string(), image);
  }
};

}  // namespace docket::testing
