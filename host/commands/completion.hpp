/// docket completion: the shell's completion script, made from the command table.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag completion_flags[] = {
    {"plugins", "DIR", "names: look there too"},
};

inline constexpr const char* completion_notes =
    "bash    the script; try it with: source <(docket completion bash)\n"
    "        keep it with: docket completion bash > ~/.local/share/bash-completion/completions/docket\n"
    "names   stage and name of every plugin, which the script asks for";

int run_completion(const CommandLine& line);

}  // namespace docket
