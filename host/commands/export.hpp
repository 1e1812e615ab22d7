/// docket export: a checkpoint's weights alone, small enough to ship.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag export_flags[] = {
    {"half", "", "store half precision: half the size"},
};

inline constexpr const char* export_notes =
    "Writes the weights that prediction would use (the averaged ones where there are any) with the stages they belong to, so\n"
    "that OUT predicts by itself and Python's safetensors opens it. Optimizer, random state, data and training settings stay behind.";

int run_export(const CommandLine& line);

}  // namespace docket
