/// The command table for those who must not include it: the table includes every command's header, a command that runs others only
/// needs their names and flags.
#pragma once

#include <span>

#include "command_line.hpp"

namespace docket {

[[nodiscard]] std::span<const Command> known_commands();

}  // namespace docket
