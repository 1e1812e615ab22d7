/// Starting weights of backbones. Draws from LibTorch's default generator, so the host's seed decides.
#pragma once

#include <torch/nn/module.h>

#include <cmath>
#include <cstdint>

#include <docket/nn/batch_norm.hpp>
#include <docket/nn/convolution.hpp>

namespace docket::nn {

/// N(0, 2 / fan_out), fan_out counted within a group (He et al. 2015, "fan out"; timm's start for ResNet and EfficientNet);
/// biases 0, norms 1 and 0.
inline void initialise_fan_out(torch::nn::Module& root) {
  const at::NoGradGuard no_grad;
  root.apply([](torch::nn::Module& module) {
    if (auto* conv = dynamic_cast<Convolution*>(&module)) {
      const ConvOptions& o = conv->options();
      conv->weight.normal_(0, std::sqrt(2.0 / static_cast<double>(o.kernel * o.kernel * o.out / o.groups)));
      if (conv->bias.defined()) conv->bias.zero_();
    } else if (auto* norm = dynamic_cast<BatchNorm*>(&module)) {
      norm->weight.fill_(1);
      norm->bias.zero_();
    }
  });
}

}  // namespace docket::nn
