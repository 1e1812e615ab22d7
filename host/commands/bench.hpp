/// docket bench: how fast this machine computes, as one JSON line a measurement.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag bench_flags[] = {
    {"model", "NAME", "backbone and variant as one word: resnet50, efficientnet_b4 (default resnet50)"},
    {"size", "H W", "height and width of the image in pixels (default 960 960)"},
    {"n", "N", "timed rounds (default 5)"},
    {"threads", "T", "threads of one forward (default: one a core)"},
    {"precision", "P", "auto, fp32 or bf16 (default auto: what this CPU is fast at)"},
    {"unfrozen", "", "the training form in eval mode instead of the frozen one"},
    {"parts", "", "time backbone, decoder and head apart too"},
    {"plugins", "DIR", "look for plugins in DIR too"},
};

int run_bench(const CommandLine& line);

}  // namespace docket
