/// Works on a study: trial after trial, until there are enough.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <docket/search/study/study.hpp>

namespace docket::sweep {

struct StudyName {
  std::filesystem::path file;
  std::string name;  // empty: the only one of the file
};

/// Takes up what was left, then begins new trials; at most `count` of both. Ends too when the plan has enough, when somebody says
/// 'docket sweep stop', when Ctrl-C comes (exit code 130; the trial is put back), and by Error when `fast_failures` trials in a row
/// failed before their first epoch was done. Returns the exit code.
[[nodiscard]] int work(const StudyName& study, std::optional<int> count);
inline constexpr int fast_failures = 3;

/// `agents` programs that do this beside each other; they share `count`.
[[nodiscard]] int work_with_agents(const StudyName& study, int agents, std::optional<int> count);

/// How many trials there are of each state and the best one, two lines.
[[nodiscard]] std::string summary(search::study::Study& study, const std::string& metric);

}  // namespace docket::sweep
