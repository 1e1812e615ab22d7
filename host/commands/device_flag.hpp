/// --device, the same for every command that runs a network.
#pragma once

#include <docket/nn/device.hpp>

#include "../command_line.hpp"

namespace docket {

[[nodiscard]] inline at::Device device_of(const CommandLine& line) { return nn::parse_device(line.text("device", "auto"), "--device"); }

}  // namespace docket
