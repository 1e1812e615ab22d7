#include "report.hpp"

#include <cmath>
#include <cstdio>

#include <docket/core/count_text.hpp>

namespace docket::data_check {
namespace {

constexpr std::size_t shown_places = 5;

std::string spread_line(const char* name, const Spread& spread, const char* format) {
  char text[160];
  int used = std::snprintf(text, sizeof text, "  %-16s", name);
  for (const double number : {spread.min, spread.low, spread.median, spread.mean, spread.high, spread.max}) {
    used += std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), format, number);
  }
  return std::string(text) + "\n";
}

std::string statistics_text(const SplitStatistics& split, int batch_size) {
  std::string text = split.split + ": " + counted(split.images, "image") + ", " + counted(split.words, "word");
  if (split.ignored > 0) text += ", " + grouped(split.ignored) + " of them ignored";
  if (batch_size > 0 && split.split == "train") {
    const auto size = static_cast<std::size_t>(batch_size);
    text += "; " + counted((split.images + size - 1) / size, "step") + " an epoch at train.batch_size " +
            std::to_string(batch_size);
  }
  text += "\n                       min     5 %  median    mean    95 %     max\n";
  text += spread_line("words an image", split.words_per_image, "%8.1f");
  text += spread_line("picture width", split.picture_width, "%8.0f");
  text += spread_line("picture height", split.picture_height, "%8.0f");
  text += spread_line("word width", split.word_width, "%8.1f");
  text += spread_line("word height", split.word_height, "%8.1f");
  text += spread_line("width / height", split.word_aspect, "%8.2f");
  return text + "\n";
}

std::string finding_text(const Finding& finding) {
  std::string text = std::string(text_of(finding.check->level)) + " " + finding.check->name + ": " +
                     grouped(finding.places.size()) + "\n  " + finding.check->sentence + "\n";
  for (std::size_t i = 0; i < finding.places.size() && i < shown_places; ++i) text += "    " + finding.places[i] + "\n";
  if (finding.places.size() > shown_places)
    text += "    and " + grouped(finding.places.size() - shown_places) + " more\n";
  return text + "\n";
}

}  // namespace

std::string report_text(std::span<const SplitStatistics> splits, const Findings& findings, int batch_size) {
  std::string text;
  for (const SplitStatistics& split : splits) text += statistics_text(split, batch_size);
  for (const Level level : {Level::error, Level::note}) {
    for (const Finding& finding : findings.list()) text += finding.check->level == level ? finding_text(finding) : "";
  }
  return text + counted(findings.count(Level::error), "error") + ", " + counted(findings.count(Level::note), "note") + "\n";
}

nlohmann::ordered_json report_json(std::span<const SplitStatistics> splits, const Findings& findings) {
  nlohmann::ordered_json report{{"splits", nlohmann::ordered_json::array()}, {"checks", nlohmann::ordered_json::array()}};
  for (const SplitStatistics& split : splits) report["splits"].push_back(to_json(split));
  for (const Finding& finding : findings.list()) {
    report["checks"].push_back({{"name", finding.check->name},
                                {"level", text_of(finding.check->level)},
                                {"sentence", finding.check->sentence},
                                {"count", finding.places.size()},
                                {"places", finding.places}});
  }
  report["errors"] = findings.count(Level::error);
  report["notes"] = findings.count(Level::note);
  return report;
}

std::string check_list() {
  std::string text;
  for (const Check& check : check_table) {
    char line[64];
    std::snprintf(line, sizeof line, "%-19s%-6s ", check.name, text_of(check.level));
    text += std::string(line) + check.sentence + "\n";
  }
  return text;
}

}  // namespace docket::data_check
