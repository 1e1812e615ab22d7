#include "findings.hpp"

#include <stdexcept>
#include <utility>

namespace docket::data_check {
namespace {

/// How DatasetProblems begins its sentences, and what the table calls them.
constexpr std::pair<std::string_view, std::string_view> reader_problems[] = {
    {"unknown keys ", "unknown-key"},
    {"images without 'words'", "no-words-key"},
    {"words without points", "no-points"},
    {"words without area", "no-area"},
    {"annotations name images that are not in", "missing-image"},
    {"words outside their picture", "outside"},
    {"words reach out of their picture", "cut-at-border"},
};

}  // namespace

const Check& check_named(std::string_view name) {
  for (const Check& check : check_table) {
    if (name == check.name) return check;
  }
  throw std::logic_error("no data check is called '" + std::string(name) + "'");
}

Findings::Findings() {
  for (const Check& check : check_table) all_.push_back({&check, {}});
}

Finding& Findings::find(std::string_view check) {
  return all_.at(static_cast<std::size_t>(&check_named(check) - check_table));
}

void Findings::add(std::string_view check, std::string place) {
  find(check).places.push_back(std::move(place));
}

void Findings::add(const DatasetProblems& problems, const std::string& set) {
  for (const DatasetProblem& problem : problems.list()) {
    if (problem.what.find(" that come twice") != std::string::npos) continue;  // "repeated-key" names every such key
    std::string_view name = "reader-remark";
    for (const auto& [beginning, check] : reader_problems) {
      if (problem.what.starts_with(beginning)) name = check;
    }
    for (const std::string& place : problem.places) {
      add(name, set + " " + place + (name == "reader-remark" ? " (" + problem.what + ")" : ""));
    }
  }
}

std::vector<Finding> Findings::list() const {
  std::vector<Finding> found;
  for (const Finding& finding : all_) {
    if (!finding.places.empty()) found.push_back(finding);
  }
  return found;
}

const std::vector<std::string>& Findings::places(std::string_view check) const {
  return all_.at(static_cast<std::size_t>(&check_named(check) - check_table)).places;
}

std::size_t Findings::count(Level level) const {
  std::size_t sum = 0;
  for (const Finding& finding : all_) sum += finding.check->level == level ? finding.places.size() : 0;
  return sum;
}

}  // namespace docket::data_check
