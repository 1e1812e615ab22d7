/// The thin program's side of libdocket_host.so, where the commands live that need LibTorch and OpenCV.
#pragma once

#include <span>
#include <string>

#include "command_line.hpp"

namespace docket {

/// What libdocket_host.so exports. Runs one heavy command; exceptions cross as docket::Error.
using HeavyEntry = int (*)(const CommandLine& line);

/// Facts for `docket doctor`, one "key value" line each.
using HeavyFacts = const char* (*)();

/// Loads libdocket_host.so (once). Throws Error(other) with the loader's reason.
void* load_heavy_module();

/// Throws what the command throws.
int run_heavy_command(const Command& command, std::span<const char* const> arguments);

}  // namespace docket
