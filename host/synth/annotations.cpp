#include "synth/annotations.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace docket::synth {
namespace {

double tenth(double value) {
  return std::round(value * 10) / 10;
}

std::string word_id(std::size_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return digits;
}

}  // namespace

std::string entry_text(const Sample& sample) {
  std::string text = "{\"img_w\": " + std::to_string(sample.picture.cols) +
                     ", \"img_h\": " + std::to_string(sample.picture.rows) + ", \"words\": {";
  for (std::size_t i = 0; i < sample.words.size(); ++i) {
    const LabelledWord& word = sample.words[i];
    nlohmann::ordered_json points = nlohmann::ordered_json::array();
    for (const Point& p : word.polygon) points.push_back({tenth(p.x), tenth(p.y)});
    const nlohmann::ordered_json fields = {{"points", std::move(points)},
                                           {"orientation", "Horizontal"},
                                           {"language", nlohmann::ordered_json::array({word.korean ? "ko" : "en"})},
                                           {"transcription", word.text}};
    text += (i == 0 ? "\n\"" : ",\n\"") + word_id(i + 1) + "\": " + fields.dump();
  }
  return text + "}}";
}

std::string dataset_text(const std::vector<std::string>& names, const std::vector<std::string>& entries) {
  std::string text = "{\"images\": {";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "\n\"" : ",\n\"") + names[i] + "\": " + entries[i];
  return text + "\n}}\n";
}

}  // namespace docket::synth
