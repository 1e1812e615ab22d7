#include "report.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>

#include "../report/assets.hpp"
#include "../report/page.hpp"
#include "../report/sections.hpp"

namespace docket {
namespace {

std::string now_text() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
  return text;
}

std::string title_of(const std::vector<std::string>& paths) {
  std::string title = std::string(report::kind_of(paths.front()).name) + " " + report::name_of_path(paths.front());
  if (paths.size() == 2) title += " and " + std::string(report::kind_of(paths.back()).name) + " " + report::name_of_path(paths.back());
  if (paths.size() > 2) title += " and " + std::to_string(paths.size() - 1) + " others";
  return title;
}

}  // namespace

int run_report(const CommandLine& line) {
  if (!line.overrides().empty()) throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' changes nothing: docket report draws what is there");
  line.expect_words(1, 10'000);
  const std::vector<std::string>& paths = line.words();
  const std::string out = line.text("out", "report.html");

  std::vector<std::filesystem::path> runs;
  for (const std::string& path : paths) {
    if (report::kind_of(path).name == std::string("run")) runs.emplace_back(path);
  }
  report::Page page;
  if (runs.size() > 1) report::write_runs_compared(page, runs);
  for (const std::string& path : paths) report::kind_of(path).write(page, path);
  if (report::chart_library().empty()) log_warning("this docket was built without ECharts: the report has tables and no charts; run tools/setup and build again");
  write_file_atomically(out, page.finish(line.text("title", title_of(paths)), "docket report, " + now_text()));
  std::cout << out << "\n";
  return 0;
}

}  // namespace docket
