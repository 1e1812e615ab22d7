#pragma once

#include <span>

#include "../command_line.hpp"

namespace docket {

inline constexpr std::span<const Flag> version_flags;

int run_version(const CommandLine& line);

}  // namespace docket
