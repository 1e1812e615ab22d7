/// The DB head's loss terms (reference-system.md 3.6; DB paper section 3.5). Every term counts the pixels of its mask only.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/ops/abs.h>
#include <ATen/ops/binary_cross_entropy.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/nan_to_num.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/topk.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstdint>

#include <docket/core/error.hpp>
#include <docket/kernels.h>

namespace docket::db {

/// The compute core's cross-entropy as a differentiable operator: float32 on the CPU.
class KernelBalancedBce final : public torch::autograd::Function<KernelBalancedBce> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& prob, const at::Tensor& target,
                            const at::Tensor& mask, double negative_ratio, double eps) {
    const at::Tensor p = prob.contiguous(), t = target.contiguous(), m = mask.contiguous();
    at::Tensor slope = at::empty_like(p);
    double loss = 0;
    const docket_kernels& core = *docket_kernels_cpu();
    const int code = core.hard_negative_bce(p.const_data_ptr<float>(), t.const_data_ptr<float>(), m.const_data_ptr<float>(),
                                            p.numel(), negative_ratio, eps, &loss, slope.mutable_data_ptr<float>(), nullptr);
    if (code != 0) throw Error(ErrorKind::model, "head 'db'", core.error_text(code));
    context->save_for_backward({slope});
    return at::scalar_tensor(loss, p.options());
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list up) {
    return {context->get_saved_variables()[0] * up[0], {}, {}, {}, {}};
  }
};

/// The same from LibTorch's own operators, for any number format and device.
inline at::Tensor plain_balanced_bce(const at::Tensor& prob, const at::Tensor& target, const at::Tensor& mask,
                                     double negative_ratio, double eps) {
  const at::Tensor counted = mask > 0.5, text = target > 0.5;
  const at::Tensor positive = counted.logical_and(text), negative = counted.logical_and(text.logical_not());
  const auto positives = positive.sum().item<std::int64_t>(), negatives = negative.sum().item<std::int64_t>();
  const double most = negative_ratio * static_cast<double>(positives);
  const std::int64_t kept = most < static_cast<double>(negatives) ? static_cast<std::int64_t>(most) : negatives;
  // A probability that is no number must show as a loss that is none; binary_cross_entropy ends the run instead, on a GPU the whole process.
  const at::Tensor lost = prob.detach().sum() * 0 + 1;
  const at::Tensor loss = at::binary_cross_entropy(at::nan_to_num(prob, 0.5), target, {}, at::Reduction::None);
  const at::Tensor hardest = std::get<0>(at::topk((loss * negative).flatten(), kept));
  return ((loss * positive).sum() + hardest.sum()) / (static_cast<double>(positives + kept) + eps) * lost;
}

/// All text pixels and the negative_ratio times as many hardest others, over the whole batch; 0 without text.
inline at::Tensor balanced_bce(const at::Tensor& prob, const at::Tensor& target, const at::Tensor& mask, double negative_ratio,
                               double eps) {
  const bool kernel = prob.is_cpu() && prob.scalar_type() == at::kFloat;
  return kernel ? KernelBalancedBce::apply(prob, target.to(at::kFloat), mask.to(at::kFloat), negative_ratio, eps)
                : plain_balanced_bce(prob, target, mask, negative_ratio, eps);
}

/// Mean |map - target| over the mask; 0 when it is empty.
inline at::Tensor masked_l1(const at::Tensor& map, const at::Tensor& target, const at::Tensor& mask) {
  return ((map - target).abs() * mask).sum() / mask.sum().clamp_min(1);
}

/// 1 - 2 |A B| / (|A| + |B| + eps) over the batch.
inline at::Tensor masked_dice(const at::Tensor& map, const at::Tensor& target, const at::Tensor& mask, double eps) {
  const at::Tensor counted = map * mask;
  return 1 - 2 * (counted * target).sum() / (counted.sum() + (target * mask).sum() + eps);
}

}  // namespace docket::db
