/// From a search file to a study that agents can work on.
#pragma once

#include "../command_line.hpp"
#include "agent.hpp"

namespace docket::sweep {

/// Reads the search file that the line names, makes its study or goes on with it, and says what will be done. Throws Error(config) for
/// a wrong file, and for a study that was made of another search.
[[nodiscard]] StudyName begin(const CommandLine& line);

}  // namespace docket::sweep
