/// A folder that goes away, and small annotated pictures in it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace docket::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "docket-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return path / name;
  }
  void picture(const std::string& name, int width, int height) const {
    cv::Mat image(height, width, CV_8UC3, cv::Scalar(40, 90, 160));
    cv::rectangle(image, {width / 4, height / 4}, {width / 2, height / 2}, cv::Scalar(255, 255, 255), cv::FILLED);
    cv::imwrite((path / name).string(), image);
  }

  std::filesystem::path path;
};

}  // namespace docket::testing
