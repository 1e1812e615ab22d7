#include "picture_facts.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include <opencv2/img_hash/phash.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/hash.hpp>
#include <docket/core/parallel.hpp>
#include <docket/data/image_file.hpp>

namespace docket::data_check {
namespace {

std::string hash_pixels(const cv::Mat& rgb) {
  Sha256 hash;
  hash.update(std::to_string(rgb.cols) + "x" + std::to_string(rgb.rows) + "\n");
  for (int y = 0; y < rgb.rows; ++y) hash.update(rgb.ptr(y), static_cast<std::size_t>(rgb.cols) * 3);
  return hash.hex();
}

cv::Mat thumbnail_of(const cv::Mat& grey) {
  constexpr int side = 64;
  cv::Mat small, numbers;
  cv::resize(grey, small, {side, side}, 0, 0, cv::INTER_AREA);
  small.reshape(1, 1).convertTo(numbers, CV_32F);
  numbers -= cv::mean(numbers)[0];
  const double length = cv::norm(numbers);
  return length > 0 ? cv::Mat(numbers / length) : numbers;
}

}  // namespace

PictureFacts read_picture_facts(const std::filesystem::path& file) {
  PictureFacts facts;
  try {
    const std::vector<std::uint8_t> bytes = detail::read_bytes(file);
    Sha256 hash;
    hash.update(bytes.data(), bytes.size());
    facts.file_sha256 = hash.hex();
    const image::Decoded decoded = decode_stored(bytes, file.filename().string());
    facts.orientation = decoded.orientation;
    facts.stored = {decoded.rgb.cols, decoded.rgb.rows};
    const cv::Mat rgb = image::upright(decoded.rgb, decoded.orientation);
    facts.upright = {rgb.cols, rgb.rows};
    facts.pixel_sha256 = hash_pixels(rgb);
    cv::Mat grey, look;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::img_hash::pHash(grey, look);
    std::memcpy(&facts.look, look.ptr(), sizeof facts.look);
    facts.thumbnail = thumbnail_of(grey);
  } catch (const std::exception& error) {
    facts.failure = error.what();
  }
  return facts;
}

std::vector<PictureFacts> read_picture_facts(std::span<const AnnotatedImage> images, int threads) {
  std::vector<PictureFacts> all(images.size());
  for_each_index(images.size(), threads, [&](std::size_t i) { all[i] = read_picture_facts(images[i].file); });
  return all;
}

Likeness likeness(const PictureFacts& a, const PictureFacts& b) {
  Likeness like;
  if (a.thumbnail.empty() || b.thumbnail.empty()) return like;
  like.differing_bits = std::popcount(a.look ^ b.look);
  const double shape =
      static_cast<double>(a.upright.width) * b.upright.height / (static_cast<double>(a.upright.height) * b.upright.width);
  if (like.differing_bits <= Likeness::max_differing_bits && std::abs(std::log(shape)) < std::log(1.05)) {
    like.correlation = a.thumbnail.dot(b.thumbnail);
  }
  return like;
}

}  // namespace docket::data_check
