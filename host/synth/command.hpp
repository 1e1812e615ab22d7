/// What `docket synth WORDS...` does.
#pragma once

#include <span>
#include <string>

namespace docket::synth {

/// Parses, generates, prints a summary to stdout; returns the exit code. Throws Error.
int run(std::span<const std::string> words);

}  // namespace docket::synth
