/// docket evaluate: predictions against the truth, from two files or from a pipeline and its data.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag evaluate_flags[] = {
    {"truth", "FILE", "dataset JSON with the true words"},
    {"predictions", "FILE", "prediction JSON"},
    {"weights", "FILE", "weights of the whole network; win over the pipeline's"},
    {"split", "S", "val or train: whose truth the pipeline's data names (val)"},
    {"worst", "N", "how many of the worst images are listed (10)"},
    {"report", "FILE", "also write all numbers as JSON"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* evaluate_notes =
    "Scores words by IoU as ICDAR 2015 does (greedy matches above 0.5): precision P, recall R, their harmonic mean H.\n"
    "PIPELINE is a pipeline's TOML file or a checkpoint; without it --truth and --predictions are compared.";

int run_evaluate(const CommandLine& line);

}  // namespace docket
