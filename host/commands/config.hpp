/// docket config: what a pipeline comes to, and what may stand in one.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag config_flags[] = {
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* config_notes =
    "show FILE [key=value...]   the resolved pipeline as TOML, checked, with the origin of every value\n"
    "schema                     JSON Schema of a pipeline with the plugins at hand, for editors and taplo\n"
    "docs                       every option as Markdown tables";

int run_config(const CommandLine& line);

}  // namespace docket
