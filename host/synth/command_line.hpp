/// The flags of `docket synth`.
#pragma once

#include <span>
#include <string>

#include <boost/program_options/options_description.hpp>

#include "synth/options.hpp"

namespace docket::synth {

boost::program_options::options_description synth_flags();

/// Throws Error(config) naming the flag, what came and what was wanted.
SynthOptions parse_flags(std::span<const std::string> words);

}  // namespace docket::synth
