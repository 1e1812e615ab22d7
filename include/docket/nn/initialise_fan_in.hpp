/// Starting weights of the DB reference system's decoder and head (reference-system.md 3.5).
#pragma once

#include <torch/nn/module.h>

#include <cmath>

#include <docket/nn/batch_norm.hpp>

namespace docket::nn {

/// Every kernel N(0, 2 / fan_in), fan_in being the second dimension times the kernel's area (so a transposed convolution counts
/// its outputs, as torch.nn.init does); norms 1 and `norm_bias`; other biases are left alone. Draws from LibTorch's default
/// generator.
inline void initialise_fan_in(torch::nn::Module& root, double norm_bias = 1e-4) {
  const at::NoGradGuard no_grad;
  for (at::Tensor& parameter : root.parameters()) {
    if (parameter.dim() < 2) continue;
    const auto fan_in = static_cast<double>(parameter.numel() / parameter.size(0));
    parameter.normal_(0, std::sqrt(2 / fan_in));
  }
  root.apply([norm_bias](torch::nn::Module& module) {
    if (auto* norm = dynamic_cast<BatchNorm*>(&module)) {
      norm->weight.fill_(1);
      norm->bias.fill_(norm_bias);
    }
  });
}

}  // namespace docket::nn
