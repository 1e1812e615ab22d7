/// docket plugins: the plugin author's desk.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag plugins_flags[] = {
    {"plugins", "DIR", "look here first; may be given several times"},
    {"refused", "", "list: only what is refused, with the reasons in full"},
};

inline constexpr const char* plugins_notes =
    "list        name, stage and file of every plugin\n"
    "show NAME   its options with ranges and defaults (STAGE/NAME where two stages share a name)\n"
    "why FILE    why a file is used or refused";

int run_plugins(const CommandLine& line);

}  // namespace docket
