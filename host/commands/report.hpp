/// docket report: one HTML file of what other commands left.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag report_flags[] = {
    {"out", "FILE", "the page (report.html)"},
    {"title", "TEXT", "its title (what the inputs are)"},
};

inline constexpr const char* report_notes =
    "PATH is a folder of 'docket train', 'docket kfold', 'docket tune', 'docket ensemble' or 'docket run', the study of 'docket sweep' (.db), or the JSON of\n"
    "'docket evaluate'; several runs are also drawn in one chart. The page has charts and all their numbers as tables, needs no\n"
    "network, and can be sent and printed.";

int run_report(const CommandLine& line);

}  // namespace docket
