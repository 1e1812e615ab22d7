#include <array>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

#include "convert/coco.hpp"
#include "convert/docket_json.hpp"
#include "convert/format.hpp"
#include "convert/icdar.hpp"
#include "convert/icdar_line.hpp"
#include "convert/paddleocr.hpp"
#include "convert/submission_csv.hpp"
#include "convert/text.hpp"

namespace docket::convert {
namespace {

constexpr std::array format_table = {
    Format{"docket", "dataset JSON; keeps everything", read_docket_json, write_docket_json},
    Format{"predictions", "prediction JSON: outlines alone", read_docket_json, write_predictions},
    Format{"csv", "submission CSV: outlines alone", read_submission_csv, write_submission_csv},
    Format{"coco", "COCO annotations", read_coco, write_coco},
    Format{"icdar", "gt_*.txt in a folder or a zip: outlines and texts", read_icdar, write_icdar},
    Format{"icdar-results", "res_*.txt in a folder or a zip: outlines alone", read_icdar, write_icdar_results},
    Format{"paddleocr", "PaddleOCR detection labels", read_paddleocr, write_paddleocr},
};

const Format& row(std::string_view name) {
  for (const Format& format : format_table) {
    if (name == format.name) return format;
  }
  return format_table.front();
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : format_table) names.emplace_back(format.name);
  return names;
}

[[noreturn]] void refuse_guess(const std::filesystem::path& path, const std::string& what) {
  std::string list;
  for (const std::string& name : format_names()) list += (list.empty() ? "" : ", ") + name;
  throw Error(ErrorKind::data, path.string(), what + "; --from names its format: " + list);
}

bool is_icdar_line(std::string_view line) {
  for (const IcdarKind kind : {IcdarKind::truth, IcdarKind::results}) {
    try {
      (void)read_icdar_line(line, kind, "");
      return true;
    } catch (const Error&) {
    }
  }
  return false;
}

/// A JSON file by its keys; a damaged one is reported as such.
const Format& guess_json(const std::string& text, const std::filesystem::path& path) {
  const Json root = parse_json(text, path.string());
  const auto images = root.find("images");
  if (images != root.end() && images->is_object()) return row("docket");
  if (images != root.end() && images->is_array()) return row("coco");
  refuse_guess(path, "is JSON without 'images'");
}

}  // namespace

std::span<const Format> formats() {
  return format_table;
}

const Format& format_named(const std::string& name, const std::string& flag) {
  for (const Format& format : format_table) {
    if (name == format.name) return format;
  }
  throw Error(ErrorKind::config, "--" + flag, "is '" + name + "', which is no format" + suggestion(name, format_names()));
}

const Format& guess_format(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return row("icdar");
  const std::string text = read_text(path);
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) return row("icdar");
  if (text.find('\0') != text.npos) refuse_guess(path, "is no text");
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const std::string_view start =
      trimmed(std::string_view(text).substr(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0));
  if (start.empty()) refuse_guess(path, "is empty");
  if (start.starts_with('{')) return guess_json(text, path);
  if (start.starts_with('[')) return row("coco");  // a list of results; its reader says what is missing
  const std::string_view first = lines_of(start.substr(0, start.find('\n')), path.string()).front().text;
  if (first == "filename,polygons") return row("csv");
  if (first.find('\t') != first.npos) return row("paddleocr");
  if (is_icdar_line(first)) return row("icdar");
  refuse_guess(path, "begins with " + in_quotes(first) + ", which no format begins with");
}

}  // namespace docket::convert
