/// Starting weights. All draw from LibTorch's default generator, so the host's seed decides.
#pragma once

#include <torch/nn/module.h>

#include <cmath>
#include <cstdint>

#include <docket/nn/batch_norm.hpp>
#include <docket/nn/conv_transpose_norm_act.hpp>
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

/// N(0, 2 / fan_in), where a transposed convolution's fan-in is counted on its second axis as PyTorch counts it; biases stay;
/// norms 1 and `norm_bias` (reference-system.md 3.5: 1e-4).
inline void initialise_fan_in(torch::nn::Module& root, double norm_bias) {
  const at::NoGradGuard no_grad;
  const auto draw = [](at::Tensor& weight) {
    weight.normal_(0, std::sqrt(2.0 / static_cast<double>(weight.size(1) * weight.size(2) * weight.size(3))));
  };
  root.apply([&](torch::nn::Module& module) {
    if (auto* conv = dynamic_cast<Convolution*>(&module)) {
      draw(conv->weight);
    } else if (auto* transposed = dynamic_cast<TransposedConvolution*>(&module)) {
      draw(transposed->weight);
    } else if (auto* norm = dynamic_cast<BatchNorm*>(&module)) {
      norm->weight.fill_(1);
      norm->bias.fill_(norm_bias);
    }
  });
}

}  // namespace docket::nn
