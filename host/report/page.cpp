#include "page.hpp"

#include <cmath>
#include <cstdio>

#include <docket/core/count_text.hpp>

#include "assets.hpp"
#include "escape.hpp"

namespace docket::report {
namespace {

constexpr std::size_t rows_beside = 24;  // longer tables are folded below their chart

std::string formatted(const char* format, double value) {
  if (std::isnan(value)) return "-";
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string chart_html(const nlohmann::json& chart) {
  return "<div class=\"chart\" data-kind=\"" + escaped(chart.at("kind").get<std::string>()) + "\"></div><script type=\"application/json\">" +
         script_json(chart) + "</script>";
}

}  // namespace

Cell word(std::string text) { return {std::move(text), false}; }
Cell score(double value) { return {formatted("%.4f", value), true}; }
Cell signed_score(double value) { return {formatted("%+.4f", value), true}; }
Cell number(double value) { return {formatted("%.6g", value), true}; }
Cell count(std::size_t value) { return {grouped(value), true}; }

std::string tried_text(const nlohmann::json& value) {
  if (value.is_number()) return number(value.get<double>()).text;
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_structured()) return value.dump();
  std::string all;
  for (const auto& [name, one] : value.items()) all += (all.empty() ? "" : ", ") + (value.is_object() ? name + " " : "") + tried_text(one);
  return all;
}

void Page::section(std::string_view kind, std::string_view title) {
  end_pictures();
  if (sections_ > 0) body_ += "</section>\n";
  const std::string id = "s" + std::to_string(++sections_);
  contents_ += "<li><a href=\"#" + id + "\">" + escaped(kind) + " " + escaped(title) + "</a></li>";
  body_ += "<section id=\"" + id + "\"><h2><span class=\"kind\">" + escaped(kind) + "</span> " + escaped(title) + "</h2>\n";
}

void Page::text(std::string_view paragraph) {
  end_pictures();
  body_ += "<p>" + escaped(paragraph) + "</p>\n";
}

void Page::warning(std::string_view paragraph) {
  end_pictures();
  body_ += "<p class=\"warning\">" + escaped(paragraph) + "</p>\n";
}

void Page::heading(std::string_view title) {
  end_pictures();
  body_ += "<h3>" + escaped(title) + "</h3>\n";
}

void Page::facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  end_pictures();
  body_ += "<dl>";
  for (const auto& [name, value] : facts) {
    if (!value.empty()) body_ += "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
  }
  body_ += "</dl>\n";
}

void Page::add_table(const Table& table) {
  body_ += "<table><thead><tr>";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const bool right = !table.rows.empty() && c < table.rows.front().size() && table.rows.front()[c].number;
    body_ += (right ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">") + escaped(table.columns[c]) + "</th>";
  }
  body_ += "</tr></thead><tbody>\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    body_ += r == table.strong ? "<tr class=\"strong\">" : "<tr>";
    for (const Cell& cell : table.rows[r]) body_ += (cell.number ? "<td class=\"n\">" : "<td>") + escaped(cell.text) + "</td>";
    body_ += "</tr>\n";
  }
  body_ += "</tbody></table>";
}

void Page::table(std::string_view title, const Table& table) {
  heading(title);
  body_ += "<div class=\"numbers\">";
  add_table(table);
  body_ += "</div>\n";
}

void Page::chart(std::string_view title, const nlohmann::json& chart, const Table& numbers) {
  end_pictures();
  const bool beside = numbers.rows.size() <= rows_beside && numbers.columns.size() <= 6;
  body_ += std::string("<figure class=\"") + (beside ? "beside" : "above") + "\"><figcaption>" + escaped(title) + "</figcaption>" + chart_html(chart);
  if (numbers.rows.size() > rows_beside) {
    body_ += "<details><summary>the numbers, " + counted(numbers.rows.size(), "row") + "</summary><div class=\"numbers\">";
    add_table(numbers);
    body_ += "</div></details>";
  } else {
    body_ += "<div class=\"numbers\">";
    add_table(numbers);
    body_ += "</div>";
  }
  body_ += "</figure>\n";
}

void Page::picture(std::string_view caption, std::string_view media_type, std::string_view bytes) {
  if (!in_pictures_) body_ += "<div class=\"pictures\">";
  in_pictures_ = true;
  body_ += "<figure class=\"picture\"><img alt=\"" + escaped(caption) + "\" src=\"data:" + escaped(media_type) + ";base64," + base64(bytes) +
           "\"><figcaption>" + escaped(caption) + "</figcaption></figure>\n";
}

void Page::end_pictures() {
  if (in_pictures_) body_ += "</div>\n";
  in_pictures_ = false;
}

std::string Page::finish(std::string_view title, std::string_view made) const {
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n";
  // Nothing is fetched, whatever a name in the data may look like.
  html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\n";
  html += "<title>" + escaped(title) + "</title>\n<style>" + std::string(page_style()) + "</style></head>\n<body><header><h1>" + escaped(title) +
          "</h1><p class=\"made\">" + escaped(made) + "</p>";
  if (sections_ > 1) html += "<nav><ul>" + contents_ + "</ul></nav>";
  html += "</header>\n<main>\n" + body_;
  if (in_pictures_) html += "</div>";
  if (sections_ > 0) html += "</section>";
  html += "\n</main>\n<script>" + std::string(chart_library()) + "</script>\n<script>" + std::string(page_script()) + "</script>\n</body></html>\n";
  return html;
}

}  // namespace docket::report
