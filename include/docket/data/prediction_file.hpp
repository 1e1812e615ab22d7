/// Writers of the two prediction formats, one image at a time, so that a long run holds no result in memory.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/core/polygon.hpp>
#include <docket/data/result_file.hpp>

namespace docket {

/// How coordinates are written. The reference system writes whole pixels; exact: as few decimals as give the same number again.
enum class Coordinates { whole, exact };

namespace detail {

/// A coordinate as the formats want it: the nearest integer, ties to the even one (reference-system.md 3.7).
inline std::string whole_pixels(double value) {
  constexpr double limit = 1e15;
  if (!(std::abs(value) < limit)) throw Error(ErrorKind::other, "prediction", "a coordinate is " + std::to_string(value));
  return std::to_string(static_cast<long long>(std::nearbyint(value)));
}

inline std::string coordinate_text(double value, Coordinates coordinates) {
  if (coordinates == Coordinates::whole || value == std::nearbyint(value)) return whole_pixels(value);
  char buffer[512];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr);
}

/// A quoted JSON string in ASCII, as Python's json.dump writes it; bytes that are not UTF-8 become U+FFFD.
inline std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

inline std::string json_number(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

/// A CSV field; quoted only where a reader would otherwise misread it.
inline std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace detail

/// The prediction JSON (reference-system.md 2.2): indent 4, word ids "%04d" from 1 in the order of the words, whole pixels.
class PredictionJson {
 public:
  /// `scores`: every word also gets its `score`, which the reference format does not have.
  explicit PredictionJson(const std::filesystem::path& target, bool scores = false, Coordinates coordinates = Coordinates::whole)
      : file_(target), scores_(scores), coordinates_(coordinates) {
    file_.write("{\n    \"images\": {");
  }

  /// `words`: in image pixels. Each `image` comes once.
  void add(const std::string& image, std::span<const Detection> words) {
    std::string text = (any_ ? ",\n        " : "\n        ") + detail::json_text(image) + ": {\n            \"words\": {";
    any_ = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
      char id[24];
      std::snprintf(id, sizeof id, "%04zu", i + 1);
      text += (i == 0 ? "\n" : ",\n") + std::string(16, ' ') + '"' + id + "\": {\n" + std::string(20, ' ') + "\"points\": ";
      append_points(text, words[i].polygon);
      if (scores_) text += ",\n" + std::string(20, ' ') + "\"score\": " + detail::json_number(words[i].score);
      text += "\n" + std::string(16, ' ') + "}";
    }
    text += words.empty() ? "}\n        }" : "\n            }\n        }";
    file_.write(text);
  }

  /// Completes the file and puts it in its place. Without it nothing is left behind.
  void finish() {
    file_.write(any_ ? "\n    }\n}" : "}\n}");
    file_.commit();
  }

  [[nodiscard]] const std::filesystem::path& path() const { return file_.path(); }

 private:
  void append_points(std::string& text, const Polygon& polygon) const {
    if (polygon.empty()) {
      text += "[]";
      return;
    }
    text += "[";
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const std::string number_indent = std::string(28, ' ');
      text += (i == 0 ? "\n" : ",\n") + std::string(24, ' ') + "[\n" + number_indent +
              detail::coordinate_text(polygon[i].x, coordinates_) + ",\n" + number_indent +
              detail::coordinate_text(polygon[i].y, coordinates_) + "\n" + std::string(24, ' ') + "]";
    }
    text += "\n" + std::string(20, ' ') + "]";
  }

  ResultFile file_;
  bool scores_;
  Coordinates coordinates_;
  bool any_ = false;
};

/// The submission CSV (reference-system.md 2.3): `filename,polygons`, `x y` pairs, polygons joined by `|`, LF line ends.
class SubmissionCsv {
 public:
  explicit SubmissionCsv(const std::filesystem::path& target, Coordinates coordinates = Coordinates::whole)
      : file_(target), coordinates_(coordinates) {
    file_.write("filename,polygons\n");
  }

  void add(const std::string& image, std::span<const Detection> words) {
    std::string text = detail::csv_field(image) + ",";
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) text += '|';
      bool first = true;
      for (const Point& point : words[i].polygon) {
        if (!first) text += ' ';
        first = false;
        text += detail::coordinate_text(point.x, coordinates_) + ' ' + detail::coordinate_text(point.y, coordinates_);
      }
    }
    file_.write(text + "\n");
  }

  void finish() { file_.commit(); }

  [[nodiscard]] const std::filesystem::path& path() const { return file_.path(); }

 private:
  ResultFile file_;
  Coordinates coordinates_;
};

}  // namespace docket
