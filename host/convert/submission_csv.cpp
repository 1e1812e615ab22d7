#include "convert/submission_csv.hpp"

#include <set>

#include <docket/core/error.hpp>
#include <docket/data/prediction_file.hpp>

#include "convert/detections.hpp"
#include "convert/losses.hpp"
#include "convert/text.hpp"

namespace docket::convert {
namespace {

/// RFC 4180 within one line; a quoted field may hold commas and doubled quotes.
std::vector<std::string> csv_fields(std::string_view line, const std::string& where) {
  std::vector<std::string> fields(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (inside) {
      if (c != '"')
        fields.back() += c;
      else if (i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[++i];
      else
        inside = false;
    } else if (c == '"' && fields.back().empty()) {
      inside = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  if (inside) throw Error(ErrorKind::data, where, "a quoted field does not end on its line");
  return fields;
}

Polygon csv_polygon(std::string_view text, const std::string& where) {
  std::vector<double> numbers;
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const std::size_t end = rest.find(' ');
    const std::string_view part = rest.substr(0, end);
    const auto number = number_of(part);
    if (!number)
      throw Error(ErrorKind::data, where,
                  in_quotes(part) + " is not a number; wanted 'x y' pairs with spaces between, polygons with '|'");
    numbers.push_back(*number);
    rest = end == rest.npos ? std::string_view() : trimmed(rest.substr(end));
  }
  if (numbers.size() < 6 || numbers.size() % 2 != 0) {
    throw Error(ErrorKind::data, where,
                in_quotes(text) + " has " + std::to_string(numbers.size()) + " numbers, wanted x y pairs of at least 3 points");
  }
  Polygon polygon;
  for (std::size_t i = 0; i < numbers.size(); i += 2) polygon.push_back({numbers[i], numbers[i + 1]});
  return polygon;
}

Picture csv_picture(const Line& line, const std::string& where) {
  const std::vector<std::string> fields = csv_fields(line.text, where);
  if (fields.size() != 2) {
    throw Error(ErrorKind::data, where, "has " + std::to_string(fields.size()) + " fields, wanted 2: filename,polygons");
  }
  if (fields[0].empty()) throw Error(ErrorKind::data, where, "names no image before its comma");
  Picture picture{fields[0], {}, Json::object()};
  std::string_view rest = fields[1];
  if (trimmed(rest).empty()) return picture;
  for (std::size_t number = 1;; ++number) {
    const std::size_t bar = rest.find('|');
    add_word(picture, csv_polygon(rest.substr(0, bar), where + ": polygon " + std::to_string(number)));
    if (bar == rest.npos) return picture;
    rest.remove_prefix(bar + 1);
  }
}

}  // namespace

Labels read_submission_csv(const Source& source, DatasetProblems& problems) {
  const std::string file = source.path.string();
  const std::string text = read_text(source.path);
  const std::vector<Line> lines = lines_of(text, file);
  if (lines.empty()) throw Error(ErrorKind::data, file, "is empty; its first line must be filename,polygons");
  if (trimmed(lines.front().text) != "filename,polygons") {
    throw Error(ErrorKind::data, at_line(file, lines.front().number),
                "is " + in_quotes(lines.front().text) + ", must be filename,polygons");
  }
  if (!text.ends_with('\n')) problems.add("files whose last line has no end: are they cut off?", file);
  Labels labels;
  std::set<std::string> names;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string where = at_line(file, lines[i].number);
    Picture picture = csv_picture(lines[i], where);
    if (!names.insert(picture.name).second)
      throw Error(ErrorKind::data, where, "image " + in_quotes(picture.name, 200) + " comes twice");
    labels.pictures.push_back(std::move(picture));
  }
  return labels;
}

void write_submission_csv(const Labels& labels, const Target& target, DatasetProblems& losses) {
  account_losses(labels, {.fractions = target.exact, .any_count = true}, losses);
  SubmissionCsv csv(target.path, target.exact ? Coordinates::exact : Coordinates::whole);
  for (const Picture& picture : labels.pictures) {
    if (picture.name.find('\n') != picture.name.npos)
      throw Error(ErrorKind::data, picture.name, "a line end in an image's name has no place in a CSV");
    csv.add(picture.name, detections(picture));
  }
  csv.finish();
}

}  // namespace docket::convert
