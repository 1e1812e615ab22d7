/// docket bench forward: one image through a network with random weights.
#pragma once

#include "../command_line.hpp"

namespace docket {

int bench_forward(const CommandLine& line);

}  // namespace docket
