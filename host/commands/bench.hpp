/// docket bench: how fast this machine computes, as one JSON line a measurement.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag bench_flags[] = {
    {"model", "NAME", "forward: backbone and variant as one word: resnet50, efficientnet_b4 (default resnet50)"},
    {"size", "H W", "forward: height and width of the image in pixels (default 960 960)"},
    {"n", "N", "timed rounds (default 5)"},
    {"threads", "T", "forward: threads (default: one a core)"},
    {"precision", "P", "forward: auto, fp32 or bf16 (default auto: what this CPU is fast at)"},
    {"unfrozen", "", "forward: the training form in eval mode instead of the frozen one"},
    {"parts", "", "forward: time backbone, decoder and head apart too"},
    {"limit", "N", "images of a pass of loader (default 64) and targets (default 32)"},
    {"plugins", "DIR", "look for plugins in DIR too"},
};

inline constexpr const char* bench_notes =
    "train, loader and targets take a PIPELINE and key=value words, as docket train does: one step on one batch; images from disk or\n"
    "memory to batches (data.memory_mb=0 decodes anew each time); target maps in one thread. One line of JSON: seconds for the unit.";

int run_bench(const CommandLine& line);

}  // namespace docket
