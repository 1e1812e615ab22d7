/// LibTorch's random numbers as a state that a checkpoint can hold.
#pragma once

#include <cstdint>

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace docket {

/// `device` is undefined on a CPU; both are bytes on the CPU.
struct RandomState {
  at::Tensor cpu, device;
};

[[nodiscard]] inline RandomState random_state(const at::Device& device) {
  RandomState state{at::globalContext().defaultGenerator(at::kCPU).get_state(), {}};
  if (!device.is_cpu()) state.device = at::globalContext().defaultGenerator(device).get_state();
  return state;
}

/// The generator of `device` goes on as it is where the state was taken on a CPU.
inline void set_random_state(const RandomState& state, const at::Device& device) {
  at::Generator(at::globalContext().defaultGenerator(at::kCPU)).set_state(state.cpu);
  if (!device.is_cpu() && state.device.defined()) at::Generator(at::globalContext().defaultGenerator(device)).set_state(state.device);
}

}  // namespace docket
