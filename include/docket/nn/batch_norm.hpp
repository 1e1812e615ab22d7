/// Batch normalisation's parameters and its training form. The frozen form is folded into the convolution before it.
#pragma once

#include <torch/nn/module.h>

#include <cstdint>

namespace docket::nn {

/// Parameters `weight`, `bias` and buffers `running_mean`, `running_var`, `num_batches_tracked`, named as PyTorch names them.
class BatchNorm final : public torch::nn::Module {
 public:
  BatchNorm(std::int64_t channels, double eps, double momentum) : eps(eps), momentum(momentum) {
    weight = register_parameter("weight", at::ones({channels}));
    bias = register_parameter("bias", at::zeros({channels}));
    running_mean = register_buffer("running_mean", at::zeros({channels}));
    running_var = register_buffer("running_var", at::ones({channels}));
    num_batches_tracked = register_buffer("num_batches_tracked", at::zeros({}, at::kLong));
  }

  at::Tensor forward(const at::Tensor& x) {
    if (is_training()) num_batches_tracked.add_(1);
    return at::batch_norm(x, weight, bias, running_mean, running_var, is_training(), momentum, eps, true);
  }

  double eps;
  double momentum;
  at::Tensor weight;
  at::Tensor bias;
  at::Tensor running_mean;
  at::Tensor running_var;
  at::Tensor num_batches_tracked;
};

}  // namespace docket::nn
