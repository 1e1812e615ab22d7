/// What the checks ask about a picture, read once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include <docket/data/dataset.hpp>

namespace docket::data_check {

struct PictureFacts {
  std::string file_sha256;
  std::string pixel_sha256;  // of the upright 8-bit RGB pixels and their size
  std::uint64_t look = 0;    // perceptual hash, 64 bits: OpenCV's img_hash::pHash
  cv::Mat thumbnail;         // 1 x 4096 float32, mean 0, length 1: the product of two is their correlation
  Size stored;               // before the EXIF turn
  Size upright;
  int orientation = 1;  // EXIF tag 274
  std::string failure;  // why it cannot be decoded; then the pixels' facts are empty
};

[[nodiscard]] PictureFacts read_picture_facts(const std::filesystem::path& file);

/// One for each image, on `threads` threads.
[[nodiscard]] std::vector<PictureFacts> read_picture_facts(std::span<const AnnotatedImage> images, int threads);

/// Two pictures that a person would call the same: shapes within 5 %, hashes within 12 of 64 bits (cheap, and generous) and
/// thumbnails that correlate above 0.95.
struct Likeness {
  int differing_bits = 64;
  double correlation = 0;
  [[nodiscard]] bool near() const { return correlation > min_correlation; }

  static constexpr int max_differing_bits = 12;
  static constexpr double min_correlation = 0.95;
};

/// The correlation stays 0 where shape or hash already differ.
[[nodiscard]] Likeness likeness(const PictureFacts& a, const PictureFacts& b);

}  // namespace docket::data_check
