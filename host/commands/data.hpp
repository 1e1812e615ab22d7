/// docket data: looks at annotated pictures before anything is trained on them.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag data_flags[] = {
    {"annotations", "FILE", "dataset JSON; may be given several times, each a split of its own"},
    {"images", "DIR", "picture folder of --annotations: one for each, or one for all"},
    {"json", "FILE", "also write every finding and all statistics as JSON"},
    {"list", "", "print the name, level and meaning of every check"},
    {"out", "FILE", "show: the JPEG to write"},
    {"count", "N", "show: how many samples are drawn, at most those of an epoch (6)"},
    {"plugins", "DIR", "show: look for plugins here first; may be given several times"},
    {"threads", "N", "threads that decode pictures; 0: one a core (0)"},
};

inline constexpr const char* data_notes =
    "check PIPELINE   data.train and data.val of a pipeline, at its input.longest_side\n"
    "check --annotations FILE --images DIR [--annotations FILE2 ...]   sets without a pipeline, each against the others\n"
    "show PIPELINE --out FILE   the first training samples of a seed: picture, words, target maps and masks\n"
    "check prints statistics and findings check by check with their first places. Exit code 4 when a check of level error found\n"
    "something, 0 when there are only notes. Nothing is changed.";

int run_data(const CommandLine& line);

}  // namespace docket
