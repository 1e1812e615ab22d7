/// Batch norm folded into the convolution before it: w' = w * g / sqrt(var + eps), b' = (b - mean) * g / sqrt(var + eps) +
/// beta.
#pragma once

#include <cstdint>

#include <docket/nn/batch_norm.hpp>

namespace docket::nn {

/// A convolution's weight and bias in double.
struct Folded {
  at::Tensor weight;
  at::Tensor bias;
};

/// `output_axis`: the weight's axis that counts output channels, 0 for a convolution, 1 for a transposed one. `bias` and `norm`
/// may be absent. Computed in double, so that the order of operations is the only difference to the training form.
inline Folded fold(const at::Tensor& weight, const at::Tensor& bias, const BatchNorm* norm, std::int64_t output_axis) {
  const at::NoGradGuard no_grad;
  Folded folded;
  folded.weight = weight.detach().to(at::kDouble);
  folded.bias = bias.defined()
                    ? bias.detach().to(at::kDouble)
                    : at::zeros({weight.size(output_axis)}, weight.options().dtype(at::kDouble).requires_grad(false));
  if (norm == nullptr) return folded;
  const at::Tensor scale = norm->weight.detach().to(at::kDouble) / (norm->running_var.to(at::kDouble) + norm->eps).sqrt();
  std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
  shape[static_cast<std::size_t>(output_axis)] = -1;
  folded.weight = folded.weight * scale.view(shape);
  folded.bias = (folded.bias - norm->running_mean.to(at::kDouble)) * scale + norm->bias.detach().to(at::kDouble);
  return folded;
}

}  // namespace docket::nn
