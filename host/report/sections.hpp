/// What `docket report` knows to draw, and how it is recognised.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "page.hpp"

namespace docket::report {

/// One kind of input. A new one is a <kind>_section.cpp and a line in sections.cpp.
struct Kind {
  const char* name;  // "run"
  const char* sign;  // what it is known by: "a folder with metrics.jsonl"
  bool (*fits)(const std::filesystem::path&);
  /// Throws Error when something in it is wrong.
  void (*write)(Page& page, const std::filesystem::path& path);
};

[[nodiscard]] std::span<const Kind> kinds();

/// The first kind that fits; null where none does.
[[nodiscard]] const Kind* find_kind(const std::filesystem::path& path);
/// Throws Error(data) when none does: what `path` is and what is known.
[[nodiscard]] const Kind& kind_of(const std::filesystem::path& path);

/// "b4" for runs/b4, runs/b4/ and, in it, "."
[[nodiscard]] std::string name_of_path(const std::filesystem::path& path);

void write_run(Page& page, const std::filesystem::path& folder);

void write_kfold(Page& page, const std::filesystem::path& folder);
/// Its stages, then a section for each result that docket report knows in their folders.
void write_campaign(Page& page, const std::filesystem::path& folder);
void write_sweep(Page& page, const std::filesystem::path& file);
void write_tune(Page& page, const std::filesystem::path& folder);
/// Votes, members and gain.
void write_ensemble(Page& page, const std::filesystem::path& folder);
void write_evaluate(Page& page, const std::filesystem::path& path);

/// The scores of a set with their intervals, of what docket evaluate --json wrote.
void write_scores(Page& page, const nlohmann::json& json, const std::string& title);

/// The validation curves of several runs in one chart.
void write_runs_compared(Page& page, const std::vector<std::filesystem::path>& runs);

}  // namespace docket::report
