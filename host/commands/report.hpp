/// docket report: one HTML file of what other commands left.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag report_flags[] = {
    {"out", "FILE", "the page (report.html)"},
    {"title", "TEXT", "its title (what the inputs are)"},
    {"max-pictures", "MB", "embed at most so many megabytes of pictures (8)"},
};

inline constexpr const char* report_notes =
    "PATH is a folder that 'docket train' made; several runs are also drawn in one chart. The page has charts and all their\n"
    "numbers as tables, needs no network, and can be sent and printed.";

int run_report(const CommandLine& line);

}  // namespace docket
