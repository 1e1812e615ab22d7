/// What every format is read into and written from. Nothing that a format says about a word is dropped here.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/image_frame.hpp>
#include <docket/core/polygon.hpp>
#include <docket/data/dataset.hpp>

namespace docket::convert {

using Json = OrderedJson;

/// `fields` are the word's keys in the dataset JSON (reference-system.md 2.1) without `points`: transcription, illegibility,
/// orientation, language, score, and whatever else the file says.
struct Word {
  std::string id;
  Polygon polygon;  // in image pixels; may be empty, as the dataset JSON allows
  Json fields = Json::object();
};

/// `fields` are the image's keys in the dataset JSON without `words`: img_w, img_h, tags, ...
struct Picture {
  std::string name;
  std::vector<Word> words;
  Json fields = Json::object();
};

/// `fields` are the keys beside `images`.
struct Labels {
  std::vector<Picture> pictures;
  Json fields = Json::object();
};

/// Neither text nor background: transcription "###" or illegibility.
inline bool ignored(const Word& word) {
  return docket::detail::is_illegible(word.fields);
}

/// Empty where the word has none.
inline std::string transcription(const Word& word) {
  const auto found = word.fields.find("transcription");
  return found != word.fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline std::optional<double> score(const Word& word) {
  const auto found = word.fields.find("score");
  if (found == word.fields.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

/// img_w and img_h, where both are positive whole numbers.
inline std::optional<Size> stated_size(const Picture& picture) {
  const auto side = [&](const char* key) {
    const auto found = picture.fields.find(key);
    if (found == picture.fields.end() || !found->is_number_integer()) return 0;
    const auto value = found->get<std::int64_t>();
    return value > 0 && value < 1'000'000'000 ? static_cast<int>(value) : 0;
  };
  const Size size{side("img_w"), side("img_h")};
  if (size.width == 0 || size.height == 0) return std::nullopt;
  return size;
}

/// Word ids of the reference: "0001", "0002", ... for index 0, 1, ...
inline std::string word_id(std::size_t index) {
  char text[24];
  std::snprintf(text, sizeof text, "%04zu", index + 1);
  return text;
}

/// Adds a word under the next id.
inline Word& add_word(Picture& picture, Polygon polygon) {
  picture.words.push_back({word_id(picture.words.size()), std::move(polygon), Json::object()});
  return picture.words.back();
}

inline std::string place(const Picture& picture, const Word& word) {
  return picture.name + " word " + word.id;
}

/// A coordinate for JSON: whole numbers without ".0".
inline Json json_coordinate(double value) {
  if (value == std::nearbyint(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

inline Json json_points(const Polygon& polygon) {
  Json points = Json::array();
  for (const Point& p : polygon) points.push_back(Json::array({json_coordinate(p.x), json_coordinate(p.y)}));
  return points;
}

}  // namespace docket::convert
