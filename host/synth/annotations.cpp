#include "synth/annotations.hpp"

#include <cmath>

namespace docket::synth {
namespace {

double tenth(double value) { return std::round(value * 10) / 10; }

std::string word_id(std::size_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return digits;
}

}  // namespace

nlohmann::ordered_json annotate(const Sample& sample) {
  nlohmann::ordered_json words = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < sample.words.size(); ++i) {
    const LabelledWord& word = sample.words[i];
    auto points = nlohmann::ordered_json::array();
    for (const Point& p : word.polygon) points.push_back({tenth(p.x), tenth(p.y)});
    words[word_id(i + 1)] = {{"points", std::move(points)},
                             {"orientation", "Horizontal"},
                             {"language", nlohmann::ordered_json::array({word.korean ? "ko" : "en"})},
                             {"transcription", word.text}};
  }
  return {{"img_w", sample.picture.cols}, {"img_h", sample.picture.rows}, {"words", std::move(words)}};
}

}  // namespace docket::synth
