/// docket doctor: what this machine offers, what is wrong and what mends it.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag doctor_flags[] = {
    {"plugins", "DIR", "look at the plugins there too; may be given several times"},
};

inline constexpr const char* doctor_notes = "Exit code 0: healthy. 1: something is wrong; the last lines say what, and how to mend it.";

int run_doctor(const CommandLine& line);

}  // namespace docket
