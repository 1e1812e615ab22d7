/// Pictures and a pipeline for the predict tests: white rectangles on black, which the shade plugins take for words.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "docket_run.hpp"

inline cv::Mat black(int width, int height) { return cv::Mat(height, width, CV_8UC3, cv::Scalar::all(0)); }

/// 128x96 with two words, the left one larger.
inline cv::Mat two_words() {
  cv::Mat picture = black(128, 96);
  picture(cv::Rect(16, 16, 48, 16)).setTo(cv::Scalar::all(255));
  picture(cv::Rect(80, 48, 32, 24)).setTo(cv::Scalar::all(255));
  return picture;
}

/// Through imencode, since imwrite wants to know the suffix.
inline std::string encoded(const std::string& suffix, const cv::Mat& picture) {
  std::vector<unsigned char> bytes;
  cv::imencode(suffix, picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 100});
  return {bytes.begin(), bytes.end()};
}

inline void write_picture(const std::filesystem::path& file, const cv::Mat& picture) {
  write_text(file, encoded(file.extension().string(), picture));
}

/// A JPEG with an EXIF block that holds nothing but the orientation (TIFF tag 274).
inline std::string oriented_jpeg(const cv::Mat& stored, int orientation) {
  using namespace std::string_literals;
  std::string bytes = encoded(".jpg", stored);
  const std::string tiff = "MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + static_cast<char>(orientation) + "\0\0\0\0\0\0"s;
  const std::string body = "Exif\0\0"s + tiff;
  const auto size = body.size() + 2;
  bytes.insert(2, "\xff\xe1"s + static_cast<char>(size >> 8) + static_cast<char>(size & 0xff) + body);
  return bytes;
}

inline const char* shade_pipeline = R"([backbone]
use = "shade"
[decoder]
use = "shade"
[head]
use = "shade"
[postprocess]
use = "db"
thresh = 0.5
box_thresh = 0.5
[input]
longest_side = 128
)";
