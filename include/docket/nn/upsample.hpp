/// Nearest-neighbour upsampling by whole factors, and the sum that top-down paths make with it.
#pragma once

#include <torch/types.h>

#include <cstdint>

#include <docket/nn/conv_norm_act.hpp>

namespace docket::nn {

/// x: [N, C, H, W] -> [N, C, H * factor, W * factor], same memory format.
inline at::Tensor upsample_nearest(const at::Tensor& x, std::int64_t factor) {
  if (factor == 1) return x;
  return at::upsample_nearest2d(x, {x.size(2) * factor, x.size(3) * factor});
}

/// lateral(fine) + upsample(coarse): one step of a top-down path. The lateral convolution belongs to the owner.
class UpsampleAdd {
 public:
  explicit UpsampleAdd(ConvNormAct lateral) : lateral_(std::move(lateral)) {}

  /// coarse: [N, C, H / f, W / f] for fine [N, ., H, W], f a whole number.
  at::Tensor operator()(const at::Tensor& fine, const at::Tensor& coarse) const {
    return lateral_(fine, upsample_nearest(coarse, fine.size(2) / coarse.size(2)));
  }

 private:
  ConvNormAct lateral_;
};

}  // namespace docket::nn
