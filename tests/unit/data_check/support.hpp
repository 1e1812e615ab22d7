/// A folder of small pictures and annotations, and the checks over it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "data/run_checks.hpp"
#include "support/temporary_folder.hpp"

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : " | ") + text;
    return all.c_str();
  }
};
}  // namespace doctest

namespace docket::testing {

using Names = std::vector<std::string>;

/// Soft blobs, another picture for another seed.
inline cv::Mat blobs(int seed, int width, int height) {
  cv::Mat coarse(6, 8, CV_8UC3), picture;
  cv::RNG random(static_cast<std::uint64_t>(seed) * 977 + 1);
  random.fill(coarse, cv::RNG::UNIFORM, 0, 256);
  cv::resize(coarse, picture, {width, height}, 0, 0, cv::INTER_CUBIC);
  return picture;
}

/// JPEG bytes that say how the picture is to be turned (EXIF tag 274).
inline std::string turned_jpeg(const cv::Mat& stored, char orientation) {
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", stored, jpeg);
  std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "II*\0\x08\0\0\0"
      "\x01\0"
      "\x12\x01\x03\0\x01\0\0\0\x00\0\0\0"
      "\0\0\0\0",
      36);
  exif[28] = orientation;
  return std::string(jpeg.begin(), jpeg.begin() + 2) + exif + std::string(jpeg.begin() + 2, jpeg.end());
}

struct DataFolder : TemporaryFolder {
  void picture(const std::string& name, int seed, int width = 200, int height = 100) const {
    std::filesystem::create_directories((path / name).parent_path());
    cv::imwrite((path / name).string(), blobs(seed, width, height));
  }

  /// {split, file of annotations}, all with pictures in this folder.
  [[nodiscard]] data_check::Findings check(const std::vector<std::pair<std::string, std::string>>& sets,
                                           const data_check::Wants& wants = {}) const {
    std::vector<data_check::SetSource> sources;
    for (const auto& [split, file] : sets) sources.push_back({split, path / file, path});
    return data_check::run_checks(data_check::read_sets(sources, 2), wants);
  }

  /// One picture of 200 x 100, "a.png", with `words`: what "words" of its JSON holds.
  [[nodiscard]] data_check::Findings check_words(const std::string& words, const data_check::Wants& wants = {}) const {
    picture("a.png", 1);
    write("a.json", R"({"images": {"a.png": {"words": {)" + words + "}}}}");
    return check({{"train", "a.json"}}, wants);
  }
};

inline std::string word(const std::string& id, const std::string& points, const std::string& more = "") {
  return "\"" + id + R"(": {"points": )" + points + more + "}";
}

/// A plain word that no check minds.
inline const std::string plain_word = word("1", "[[10, 10], [60, 10], [60, 25], [10, 25]]");

/// {"images": {NAME: {"words": {a plain word}}, ...}}
inline std::string plain_annotations(const Names& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + ("\"" + name + R"(": {"words": {)" + plain_word + "}}");
  return R"({"images": {)" + text + "}}";
}

/// The checks that found something.
inline Names found(const data_check::Findings& findings) {
  Names names;
  for (const data_check::Finding& finding : findings.list()) names.emplace_back(finding.check->name);
  return names;
}

}  // namespace docket::testing
