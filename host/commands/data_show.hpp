/// docket data show: the training samples of a pipeline, drawn.
#pragma once

#include "../command_line.hpp"

namespace docket {

int show_data(const CommandLine& line);

}  // namespace docket
