/// What people ask of a study: docket sweep status, best, importance, stop and promote.
#pragma once

#include "../command_line.hpp"

namespace docket::sweep {

int status(const CommandLine& line);
int best(const CommandLine& line);
int importance(const CommandLine& line);
int stop(const CommandLine& line);
int promote(const CommandLine& line);

}  // namespace docket::sweep
