#include "known_commands.hpp"

#include "commands/table.hpp"

namespace docket {

std::span<const Command> known_commands() { return command_table; }

}  // namespace docket
