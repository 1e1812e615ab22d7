/// Every command of docket, one line each. `docket --help`, the commands' --help and the shell completion are made from it.
/// A light command's run_<name> is listed in host/main.cpp, a heavy one's in host/heavy.cpp.
#pragma once

#include "../command_line.hpp"
#include "config.hpp"
#include "plugins.hpp"
#include "synth.hpp"
#include "version.hpp"

namespace docket {

inline constexpr Command command_table[] = {
    {"config", "show FILE [key=value...] | schema | docs", "show, check and describe pipelines", Weight::light, config_flags, config_notes},
    {"plugins", "[list | show NAME | why FILE]", "list and explain plugins", Weight::light, plugins_flags, plugins_notes},
    {"synth", "--out DIR", "make receipt pictures with word boxes", Weight::heavy, synth_flags},
    {"version", "", "print docket's version", Weight::light, version_flags},
};

}  // namespace docket
