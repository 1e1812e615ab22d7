#include "synth/sample.hpp"

#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "synth/annotations.hpp"
#include "synth/receipt.hpp"
#include "typesetter.hpp"

using namespace docket;
using namespace docket::synth;

namespace {

SynthOptions options(std::uint64_t seed, Language language = Language::english) {
  SynthOptions chosen;
  chosen.seed = seed;
  chosen.language = language;
  chosen.longest_side_px = 640;
  return chosen;
}

bool same(const Sample& a, const Sample& b) {
  if (a.picture.size() != b.picture.size() || cv::norm(a.picture, b.picture, cv::NORM_INF) != 0) return false;
  return entry_text(a) == entry_text(b) && a.jpeg_quality == b.jpeg_quality;
}

cv::Mat filled(const std::vector<LabelledWord>& words, cv::Size size) {
  cv::Mat mask = cv::Mat::zeros(size, CV_8U);
  for (const LabelledWord& word : words) {
    std::vector<cv::Point> ring;
    for (const Point& p : word.polygon) ring.emplace_back(static_cast<int>(p.x), static_cast<int>(p.y));
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{ring}, 255);
  }
  return mask;
}

}  // namespace

TEST_CASE("a picture depends on the seed and its number, and on nothing else") {
  SynthOptions few = options(7), many = options(7);
  many.count = 5000;
  many.threads = 8;
  CHECK(same(make_sample(few, 3, typesetter()), make_sample(many, 3, typesetter())));
  CHECK_FALSE(same(make_sample(few, 3, typesetter()), make_sample(few, 4, typesetter())));
  CHECK_FALSE(same(make_sample(few, 3, typesetter()), make_sample(options(8), 3, typesetter())));
}

TEST_CASE("boxes lie on ink") {
  constexpr Wear none{false, false};
  for (int index = 0; index < 12; ++index) {
    CAPTURE(index);
    const Sample sample = make_sample(options(11), index, typesetter(), none);
    cv::Mat grey;
    cv::cvtColor(sample.picture, grey, cv::COLOR_BGR2GRAY);
    for (const LabelledWord& word : sample.words) {
      CAPTURE(word.text);
      // Black on white or, on a banner, white on black: both are in the box.
      double low = 0, high = 0;
      cv::minMaxLoc(grey, &low, &high, nullptr, nullptr, filled({word}, grey.size()));
      CHECK(high - low > 35);
    }
    // The paper between the words is lighter than the words; the table around the sheet does not count.
    const cv::Mat boxes = filled(sample.words, grey.size());
    cv::Mat near;
    cv::dilate(boxes, near, cv::Mat::ones(9, 9, CV_8U));
    CHECK(cv::mean(grey, boxes)[0] < cv::mean(grey, near & ~boxes)[0] - 15);
  }
}

TEST_CASE("polygons lie inside the picture and run clockwise; some words are bent") {
  std::size_t curved = 0;
  for (int index = 0; index < 40; ++index) {
    const Sample sample = make_sample(options(5, Language::mixed), index, typesetter());
    CHECK(std::max(sample.picture.cols, sample.picture.rows) == 640);
    CHECK(sample.words.size() > 10);
    for (const LabelledWord& word : sample.words) {
      curved += word.polygon.size() > 4;
      CHECK(signed_area(word.polygon) > 0);
      for (const Point& p : word.polygon) {
        CHECK((p.x >= 0 && p.x <= sample.picture.cols && p.y >= 0 && p.y <= sample.picture.rows));
      }
    }
  }
  CHECK(curved > 0);
}

TEST_CASE("Korean receipts hold Korean words, English ones none, mixed ones are both kinds") {
  const auto korean_words = [](Language language, int index) {
    const Sample sample = make_sample(options(2, language), index, typesetter());
    return std::count_if(sample.words.begin(), sample.words.end(), [](const LabelledWord& word) { return word.korean; });
  };
  int korean = 0, english = 0;
  for (int index = 0; index < 8; ++index) {
    CHECK(korean_words(Language::korean, index) >= 5);
    CHECK(korean_words(Language::english, index) == 0);
    ++(korean_words(Language::mixed, index) > 0 ? korean : english);
  }
  CHECK(korean > 0);
  CHECK(english > 0);
}

TEST_CASE("segments are fewer than words and hold the same text") {
  SynthOptions by_segment = options(4);
  by_segment.boxes = BoxUnit::segments;
  const Sample words = make_sample(options(4), 0, typesetter()), segments = make_sample(by_segment, 0, typesetter());
  CHECK(segments.words.size() < words.words.size());
  const auto letters = [](const Sample& sample) {
    std::string all;
    for (const LabelledWord& word : sample.words) all += word.text + " ";
    return all;
  };
  CHECK(letters(words) == letters(segments));
  CHECK(same(words, words));
  CHECK(cv::norm(words.picture, segments.picture, cv::NORM_INF) == 0);
}

TEST_CASE("the annotations are strict JSON of the dataset form") {
  const Sample sample = make_sample(options(6, Language::korean), 1, typesetter());
  const auto root = nlohmann::json::parse(dataset_text({"a.jpg", "b.jpg"}, {entry_text(sample), entry_text(Sample{})}));
  CHECK(root.size() == 1);
  CHECK(root["images"].size() == 2);
  const auto& words = root["images"]["a.jpg"]["words"];
  REQUIRE(words.size() == sample.words.size());
  const auto& first = words["0001"];
  CHECK(first["transcription"] == sample.words[0].text);
  CHECK(first["points"].size() == sample.words[0].polygon.size());
  CHECK(first["points"][0].size() == 2);
  CHECK(root["images"]["b.jpg"]["words"].is_object());
  CHECK(root["images"]["b.jpg"]["words"].empty());
}

TEST_CASE("amounts are grouped and keep their decimals") {
  const Money ringgit{"RM", "", 2}, won{"", "원", 0};
  CHECK(ringgit.full(123456705) == "RM1,234,567.05");
  CHECK(ringgit.number(-7) == "-0.07");
  CHECK(ringgit.number(100000) == "1,000.00");
  CHECK(won.full(28400) == "28,400원");
  CHECK(won.number(999) == "999");
}
