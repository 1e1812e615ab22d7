#include "convert/text.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include <docket/core/error.hpp>

namespace docket::convert {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_utf8(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return true;
  try {
    (void)Json(std::string(text)).dump();
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

/// "syntax error while parsing value - unexpected ..." out of the library's "[json.exception...] parse error at line 1, column
/// 2: ...".
std::string reason_of(const Json::exception& error) {
  std::string text = error.what();
  for (const std::string_view mark : {"column ", "] "}) {
    const std::size_t found = text.find(mark);
    if (found == text.npos) continue;
    const std::size_t colon = mark == "] " ? found : text.find(": ", found);
    if (colon != text.npos) return text.substr(colon + 2);
  }
  return text;
}

/// Remembers the keys of every object that is open.
class KeyWatch {
 public:
  void operator()(Json::parse_event_t event, const Json& parsed, const std::string& file) {
    switch (event) {
      case Json::parse_event_t::object_start:
        keys_.emplace_back();
        path_.emplace_back();
        break;
      case Json::parse_event_t::object_end:
        keys_.pop_back();
        path_.pop_back();
        break;
      case Json::parse_event_t::key: {
        const std::string key = parsed.get<std::string>();
        if (!keys_.back().insert(key).second) {
          path_.pop_back();
          std::string where;
          for (const std::string& part : path_) where += (where.empty() ? "" : " / ") + part;
          throw Error(ErrorKind::data, file,
                      "key " + in_quotes(key) + " comes twice" + (where.empty() ? " at its top" : " in " + where));
        }
        path_.back() = key;
        break;
      }
      default: break;
    }
  }

 private:
  std::vector<std::set<std::string>> keys_;
  std::vector<std::string> path_;
};

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw Error(ErrorKind::data, path.string(), "is a folder; a file is wanted");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::data, path.string(), std::string("cannot be opened: ") + std::strerror(errno));
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) throw Error(ErrorKind::data, path.string(), "could not be read to its end");
  return std::move(text).str();
}

std::vector<Line> lines_of(std::string_view text, const std::string& file) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty()) continue;
    if (!is_utf8(line))
      throw Error(ErrorKind::data, at_line(file, number), "is not UTF-8 (iconv -t UTF-8 converts other encodings)");
    lines.push_back({number, line});
  }
  return lines;
}

std::string at_line(const std::string& file, std::size_t line) {
  return file + ":" + std::to_string(line);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> number_of(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return "'" + std::string(text) + "'";
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(text.substr(0, end)) + "...'";
}

Json parse_json(std::string_view text, const std::string& file, std::size_t first_line) {
  const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  text.remove_prefix(skipped);
  KeyWatch watch;
  try {
    return Json::parse(text, [&](int, Json::parse_event_t event, Json& parsed) {
      watch(event, parsed, file);
      return true;
    });
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
    const std::size_t line = first_line + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    throw Error(ErrorKind::data, at_line(file, line) + ":" + std::to_string(before.size() - start + 1),
                "is not JSON: " + reason_of(error));
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::data, at_line(file, first_line), "is not JSON: " + reason_of(error));
  }
}

}  // namespace docket::convert
