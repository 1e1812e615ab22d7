/// The dataset JSON (reference-system.md 2.1): image names, their words, and an account of everything wrong with them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/core/image_frame.hpp>
#include <docket/core/ordered_json.hpp>
#include <docket/core/polygon.hpp>
#include <docket/core/read_file.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/data/dataset_problems.hpp>

namespace docket {

struct AnnotatedWord {
  std::string id;
  Polygon polygon;  // in image pixels, after the EXIF turn
  std::string transcription;
  bool ignore = false;  // transcription "###" or illegibility: neither text nor background
  std::optional<double> score{};  // of a prediction that states one, in [0, 1]
};

struct AnnotatedImage {
  std::string name;            // the key in the file
  std::filesystem::path file;  // where the picture lies
  std::vector<AnnotatedWord> words;
  Size stated{};  // img_w, img_h of the file, for `docket data check` alone: they may be of the picture before its EXIF turn
};

struct Dataset {
  std::vector<AnnotatedImage> images;  // in the order of the file
  DatasetProblems problems;

  [[nodiscard]] std::size_t word_count() const {
    std::size_t count = 0;
    for (const AnnotatedImage& image : images) count += image.words.size();
    return count;
  }
  [[nodiscard]] std::size_t ignored_count() const {
    std::size_t count = 0;
    for (const AnnotatedImage& image : images) {
      count += static_cast<std::size_t>(std::count_if(image.words.begin(), image.words.end(), [](auto& word) { return word.ignore; }));
    }
    return count;
  }
};

namespace detail {

template <std::size_t N>
bool is_one_of(const std::string& key, const std::array<const char*, N>& known) {
  return std::find(known.begin(), known.end(), key) != known.end();
}

/// What is wrong with a text that is no JSON, without the library's own labels.
inline std::string why_no_json(const nlohmann::json::exception& error, const std::string& text) {
  if (text.empty()) return "is empty, JSON is wanted";
  const auto* parse = dynamic_cast<const nlohmann::json::parse_error*>(&error);
  if (parse == nullptr) return error.what();
  if (parse->byte >= text.size()) return "is cut off, the JSON does not end";
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(parse->byte), '\n');
  return "is no JSON from line " + std::to_string(line) + ", byte " + std::to_string(parse->byte) + " on";
}

inline Polygon read_points(const ParsedJson& points, const std::string& where) {
  if (!points.is_array()) throw Error(ErrorKind::data, where, "'points' is " + points.dump().substr(0, 40) + ", must be a list of [x, y]");
  Polygon polygon;
  for (const ParsedJson& point : points) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) {
      throw Error(ErrorKind::data, where, "point " + std::to_string(polygon.size()) + " is " + point.dump().substr(0, 40) + ", must be [x, y]");
    }
    polygon.push_back({point[0].get<double>(), point[1].get<double>()});
  }
  return polygon;
}

inline bool is_illegible(const ParsedJson& word) {
  const auto transcription = word.find("transcription");
  if (transcription != word.end() && transcription->is_string() && transcription->get_ref<const std::string&>() == "###") return true;
  const auto illegibility = word.find("illegibility");
  return illegibility != word.end() && illegibility->is_boolean() && illegibility->get<bool>();
}

/// 0 where it is absent or no size of a picture.
inline int read_side(const ParsedJson& entry, const char* key) {
  const auto side = entry.find(key);
  if (side == entry.end() || !side->is_number()) return 0;
  const double px = side->get<double>();
  return px >= 1 && px < 1e9 ? static_cast<int>(px) : 0;
}

inline AnnotatedImage read_image_entry(const std::string& name, const ParsedJson& entry, DatasetProblems& problems) {
  static constexpr std::array image_keys{"words", "img_w", "img_h", "tags"};
  static constexpr std::array word_keys{"points", "orientation", "language", "transcription", "illegibility", "score"};
  AnnotatedImage image{name, {}, {}, {}};
  if (!entry.is_object()) throw Error(ErrorKind::data, name, "is " + entry.dump().substr(0, 40) + ", must be an object with 'words'");
  image.stated = {read_side(entry, "img_w"), read_side(entry, "img_h")};
  for (const auto& [key, value] : entry.items()) {
    if (!is_one_of(key, image_keys)) problems.add("unknown keys of images", name + " '" + key + "'");
  }
  const auto words = entry.find("words");
  if (words == entry.end() || words->is_null()) {
    problems.add("images without 'words', taken as pictures without text", name);
    return image;
  }
  if (!words->is_object()) throw Error(ErrorKind::data, name, "'words' is " + words->dump().substr(0, 40) + ", must be an object");
  std::map<std::string, std::size_t> places;  // of the words by their ids
  for (const auto& [id, word] : words->items()) {
    const std::string where = name + " word " + id;
    if (!word.is_object()) throw Error(ErrorKind::data, where, "is " + word.dump().substr(0, 40) + ", must be an object with 'points'");
    for (const auto& [key, value] : word.items()) {
      if (!is_one_of(key, word_keys)) problems.add("unknown keys of words", where + " '" + key + "'");
    }
    const auto points = word.find("points");
    if (points == word.end() || points->is_null() || points->empty()) {
      problems.add("words without points, left out", where);
      continue;
    }
    AnnotatedWord read{id, read_points(*points, where), {}, is_illegible(word)};
    const auto transcription = word.find("transcription");
    if (transcription != word.end() && transcription->is_string()) read.transcription = transcription->get<std::string>();
    if (const auto score = word.find("score"); score != word.end()) {
      if (score->is_number() && score->get<double>() >= 0 && score->get<double>() <= 1) {
        read.score = score->get<double>();
      } else {
        problems.add("scores that are no number in [0, 1], left out", where);
      }
    }
    if (read.polygon.size() < 3 || std::abs(signed_area(read.polygon)) < 1e-6) {
      problems.add("words without area, left out", where);
      continue;
    }
    if (const auto same = places.try_emplace(id, image.words.size()); !same.second) {
      problems.add("words that come twice in their image, the last one counts", where);
      image.words[same.first->second] = std::move(read);
      continue;
    }
    image.words.push_back(std::move(read));
  }
  return image;
}

}  // namespace detail

/// Reads a dataset JSON, or a prediction JSON, whose words may have a `score`; `file` of the images stays empty. Throws
/// Error(data) when the file cannot be read or has another layout.
[[nodiscard]] inline Dataset read_annotations(const std::filesystem::path& annotations) {
  const std::optional<std::string> text = read_file(annotations);
  if (!text) throw Error(ErrorKind::data, annotations.string(), why_unreadable(annotations) + "; a JSON file of annotations is wanted");
  ParsedJson root;
  try {
    root = ParsedJson::parse(*text);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::data, annotations.string(), detail::why_no_json(error, *text));
  }
  const auto images = root.is_object() ? root.find("images") : root.end();
  if (!root.is_object() || images == root.end() || !images->is_object()) {
    throw Error(ErrorKind::data, annotations.string(), "has no object 'images' at its top");
  }
  Dataset dataset;
  for (const auto& [key, value] : root.items()) {
    if (key != "images") dataset.problems.add("unknown keys beside 'images'", "'" + key + "'");
  }
  try {
    std::map<std::string, std::size_t> places;  // of the images by their names
    for (const auto& [name, entry] : images->items()) {
      AnnotatedImage image = detail::read_image_entry(name, entry, dataset.problems);
      if (const auto same = places.try_emplace(name, dataset.images.size()); !same.second) {
        dataset.problems.add("images that come twice, the last one counts", name);
        dataset.images[same.first->second] = std::move(image);
        continue;
      }
      dataset.images.push_back(std::move(image));
    }
  } catch (const Error& error) {
    throw Error(error.kind(), annotations.string(), error.what());
  }
  return dataset;
}

/// The same with pictures, which lie in `folder`. An image whose picture is missing is left out and named.
[[nodiscard]] inline Dataset read_dataset(const std::filesystem::path& annotations, const std::filesystem::path& folder) {
  Dataset dataset = read_annotations(annotations);
  std::vector<AnnotatedImage> present;
  for (AnnotatedImage& image : dataset.images) {
    image.file = folder / image.name;
    if (std::error_code ignored; std::filesystem::is_regular_file(image.file, ignored)) {
      present.push_back(std::move(image));
    } else {
      dataset.problems.add("annotations name images that are not in '" + folder.string() + "', left out", image.name);
    }
  }
  dataset.images = std::move(present);
  return dataset;
}

/// Cuts words at the border of their picture, now that its size is known. A word entirely outside is left out; both are named.
inline void fit_to_picture(AnnotatedImage& image, Size size, DatasetProblems& problems) {
  const Rectangle frame{0, 0, static_cast<double>(size.width), static_cast<double>(size.height)};
  std::vector<AnnotatedWord> fitted;
  for (AnnotatedWord& word : image.words) {
    if (contains(frame, bounds_of(word.polygon))) {
      fitted.push_back(std::move(word));
      continue;
    }
    const std::string where = image.name + " word " + word.id;
    word.polygon = clip_polygon(word.polygon, frame);
    if (std::abs(signed_area(word.polygon)) < 1e-6) {
      problems.add("words outside their picture, left out", where);
    } else {
      problems.add("words reach out of their picture, cut at its border", where);
      fitted.push_back(std::move(word));
    }
  }
  image.words = std::move(fitted);
}

}  // namespace docket
