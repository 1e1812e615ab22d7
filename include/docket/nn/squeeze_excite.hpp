/// Squeeze and excitation (Hu et al. 2017): each channel is scaled by a gate computed from the channel means.
#pragma once

#include <string>
#include <string_view>

#include <docket/nn/conv_norm_act.hpp>

namespace docket::nn {

/// Two 1x1 convolutions with bias, named <name>.conv_reduce and <name>.conv_expand as timm names them.
class SqueezeExcite {
 public:
  SqueezeExcite(torch::nn::Module& owner, std::string_view name, std::int64_t channels, std::int64_t reduced)
      : reduce_(owner, std::string(name) + ".conv_reduce", "",
                {.in = channels, .out = reduced, .bias = true, .act = Act::silu}),
        expand_(owner, std::string(name) + ".conv_expand", "",
                {.in = reduced, .out = channels, .bias = true, .act = Act::sigmoid}) {}

  /// x: [N, channels, H, W]; when frozen it is overwritten with the result.
  at::Tensor operator()(at::Tensor x) const {
    const at::Tensor gate = expand_(reduce_(x.mean({2, 3}, true)));
    return reduce_.conv().frozen() ? x.mul_(gate) : x * gate;
  }

 private:
  ConvNormAct reduce_;
  ConvNormAct expand_;
};

}  // namespace docket::nn
