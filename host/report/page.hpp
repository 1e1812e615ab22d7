/// The HTML of a report: one file that needs nothing else. Whatever is passed in is escaped here and nowhere else.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::report {

/// A table's cell. Numbers stand to the right in figures of one width.
struct Cell {
  std::string text;
  bool number = false;
};

[[nodiscard]] Cell word(std::string text);
[[nodiscard]] Cell score(double value);   // "0.9664"; NaN is "-"
[[nodiscard]] Cell signed_score(double value);
[[nodiscard]] Cell number(double value);  // up to 6 digits; NaN is "-"
[[nodiscard]] Cell count(std::size_t value);
[[nodiscard]] std::string tried_text(const nlohmann::json& value);  // an option's value: number(), the text itself, else JSON; of a list all, of options all with their names

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::size_t strong = std::string::npos;  // the row that is drawn in bold
};

class Page {
 public:
  /// `title` begins the section; `kind` is a word such as "run".
  void section(std::string_view kind, std::string_view title);
  void text(std::string_view paragraph);
  void warning(std::string_view paragraph);
  void heading(std::string_view title);
  /// Names and what they are.
  void facts(const std::vector<std::pair<std::string, std::string>>& facts);
  void table(std::string_view title, const Table& table);
  /// A chart with its numbers beside it, or folded below it where they are many. `chart` is what host/report/page.js draws:
  /// {"kind": "lines" | "bars" | "heat" | "parallel" | "intervals", ...}.
  void chart(std::string_view title, const nlohmann::json& chart, const Table& numbers);
  /// `bytes` is a JPEG or PNG file.
  /// Pictures in a row stand in one grid.
  void picture(std::string_view caption, std::string_view media_type, std::string_view bytes);

  /// The whole page; `made` is the line below the title.
  [[nodiscard]] std::string finish(std::string_view title, std::string_view made) const;

 private:
  void end_pictures();
  void add_table(const Table& table);

  std::string body_, contents_;
  std::size_t sections_ = 0;
  bool in_pictures_ = false;
};

}  // namespace docket::report
