/// The activations that blocks know, in both forms.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

namespace docket::nn {

enum class Act { none, relu, silu, sigmoid };

/// `x` may be overwritten: it is the caller's own intermediate result. Differentiable.
inline at::Tensor activate(at::Tensor x, Act act) {
  switch (act) {
    case Act::relu: return x.relu_();
    // SiLU needs its argument in the backward pass, so in training it cannot work in place.
    case Act::silu: return x.requires_grad() ? at::silu(x) : at::silu_(x);
    case Act::sigmoid: return x.sigmoid_();
    case Act::none: break;
  }
  return x;
}

/// oneDNN's name of the activation, as the fused operators of LibTorch take it.
constexpr const char* fused_name(Act act) {
  switch (act) {
    case Act::relu: return "relu";
    case Act::silu: return "swish";
    case Act::sigmoid: return "sigmoid";
    case Act::none: break;
  }
  return "none";
}

}  // namespace docket::nn
