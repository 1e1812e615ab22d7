/// docket plugins: the plugin author's desk.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag plugins_flags[] = {
    {"plugins", "DIR", "look here first; may be given several times"},
    {"refused", "", "list: only what is refused"},
    {"into", "DIR", "new: the folder that gets the folder NAME (here)"},
};

inline constexpr const char* plugins_notes =
    "list        stage, name and file of every plugin, and what is refused\n"
    "show NAME   its options with defaults and ranges\n"
    "why FILE    whether a file is used, and why not\n"
    "check FILE  the same, trying the file again whatever is remembered about it\n"
    "new backbone NAME  write NAME/{NAME.cpp,NAME.toml,meson.build}, which builds and runs as it is";

int run_plugins(const CommandLine& line);

}  // namespace docket
