/// docket advise: what a run's metrics say, and what to type next.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag advise_flags[] = {
    {"json", "FILE", "also write the findings with their numbers and commands as JSON"},
};

inline constexpr const char* advise_notes =
    "RUN is a folder that 'docket train' made; it may still be running. Reads config.toml, manifest.json and metrics.jsonl, "
    "writes\n"
    "nothing there. Judges loss, H-mean, precision against recall, learning rate and validation set by the reference system's "
    "guide,\n"
    "whose marks are for EfficientNet-B4 and ResNet50 on receipts.";

int run_advise(const CommandLine& line);

}  // namespace docket
