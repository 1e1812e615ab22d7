#include "convert/icdar_line.hpp"

#include <algorithm>
#include <vector>

#include <docket/core/error.hpp>

#include "convert/text.hpp"

namespace docket::convert {
namespace {

struct IcdarNumbers {
  std::vector<double> values;
  std::vector<std::size_t> after;  // where the text behind each begins
};

/// The numbers in front, with commas between; with blanks where the line has no number before its first comma.
IcdarNumbers leading_numbers(std::string_view line) {
  IcdarNumbers found;
  for (const char separator : {',', ' '}) {
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t end = std::min(line.find(separator, at), line.size());
      const auto value = number_of(line.substr(at, end - at));
      if (!value) break;
      found.values.push_back(*value);
      at = std::min(end + 1, line.size());
      found.after.push_back(at);
    }
    if (!found.values.empty()) break;
  }
  return found;
}

Polygon icdar_polygon(const IcdarNumbers& numbers, std::size_t count) {
  const std::vector<double>& v = numbers.values;
  if (count == 4) return {{v[0], v[1]}, {v[2], v[1]}, {v[2], v[3]}, {v[0], v[3]}};
  Polygon polygon;
  for (std::size_t i = 0; i + 1 < count; i += 2) polygon.push_back({v[i], v[i + 1]});
  return polygon;
}

}  // namespace

Word read_icdar_line(std::string_view line, IcdarKind kind, const std::string& where) {
  const IcdarNumbers numbers = leading_numbers(line);
  const std::size_t count = numbers.values.size();
  const auto rest_after = [&](std::size_t n) { return line.substr(numbers.after[n - 1]); };
  const bool ends = count > 0 && rest_after(count).empty();
  Word word;
  const auto take = [&](std::size_t n, std::string_view text) {
    word.polygon = icdar_polygon(numbers, n);
    if (!text.empty()) word.fields["transcription"] = std::string(text);
  };
  const bool has_score = count % 2 != 0;
  // Seven numbers are three points and a score, or four points of which one number is missing.
  const bool looks_whole = count != 7 || (numbers.values.back() >= 0 && numbers.values.back() <= 1);
  if (kind == IcdarKind::results && ends && count >= 4 && looks_whole) {
    take(count - has_score, {});
    if (has_score) word.fields["score"] = numbers.values.back();
    return word;
  }
  constexpr std::string_view curve_mark = "####";
  if (count >= 6 && count % 2 == 0 && count != 8 && rest_after(count).starts_with(curve_mark)) {
    take(count, rest_after(count).substr(curve_mark.size()));
  } else if (count >= 8) {
    take(8, rest_after(8));
  } else if (count == 4 && ends) {
    take(4, {});
  } else if (count == 4 && trimmed(rest_after(4)).size() >= 2 && trimmed(rest_after(4)).starts_with('"') &&
             trimmed(line).ends_with('"')) {
    const std::string_view text = trimmed(rest_after(4));
    take(4, text.substr(1, text.size() - 2));
  } else {
    throw Error(ErrorKind::data, where,
                in_quotes(line) + " begins with " + std::to_string(count) + " numbers; wanted x1,y1,x2,y2,x3,y3,x4,y4" +
                    (kind == IcdarKind::truth ? ",text" : "") + " or left,top,right,bottom" +
                    (kind == IcdarKind::truth ? ",\"text\"" : ""));
  }
  return word;
}

}  // namespace docket::convert
