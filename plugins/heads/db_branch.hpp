/// One branch of the DB head: features at stride 4 -> a map in [0, 1] at stride 1 (reference-system.md 3.5).
#pragma once

#include <torch/nn/module.h>

#include <cstdint>
#include <vector>

#include <docket/nn/conv_norm_act.hpp>
#include <docket/nn/conv_transpose_norm_act.hpp>
#include <docket/nn/upsample.hpp>

namespace docket::db {

/// A 2x2 transposed convolution for inference. Its blocks do not overlap, so it is a 1x1 convolution to four times the channels;
/// here the four pixels of a block stay beside each other until the branch's end, where there is one channel to be moved instead
/// of 64: [N, in, H, W] -> channels-last [N, out, H, 4 W], column 4 x + 2 dy + dx.
class FrozenUp {
 public:
  FrozenUp(const nn::ConvTransposeNormAct& up, nn::Act act, at::ScalarType format)
      : FrozenUp(nn::fold(up.conv().weight, up.conv().bias, up.norm(), 1), act, format) {}

  at::Tensor operator()(const at::Tensor& x) const {
    const at::Tensor y = conv_(x, {});  // [N, (dy, dx, out), H, W]
    const at::Tensor rows = y.permute({0, 2, 3, 1}).reshape({y.size(0), y.size(2), y.size(3) * 4, y.size(1) / 4});
    return rows.permute({0, 3, 1, 2});
  }

 private:
  FrozenUp(const nn::Folded& folded, nn::Act act, at::ScalarType format)
      : conv_({folded.weight.permute({2, 3, 1, 0}).reshape({4 * folded.weight.size(1), folded.weight.size(0), 1, 1}),
               folded.bias.repeat({4})},
              1, 0, 1, act, format) {}

  nn::FrozenConvolution conv_;
};

/// Names: 0 convolution, 1 norm, (2 ReLU), 3 up, 4 norm, (5 ReLU), 6 up, (7 sigmoid). With `smooth` an up is nearest x2 and a
/// 3x3 convolution (3.1, 6.1), behind the last one a 1x1 convolution (6.2).
class Branch final : public torch::nn::Module, public nn::Freezable {
 public:
  Branch(std::int64_t in, std::int64_t inner, bool smooth)
      : smooth_(smooth), first_(*this, "0", "1", {.in = in, .out = inner, .kernel = 3, .act = nn::Act::relu}) {
    if (smooth) {
      smooth_ups_.emplace_back(*this, "3.1", "4", nn::ConvOptions{.in = inner, .out = inner, .kernel = 3, .act = nn::Act::relu});
      smooth_ups_.emplace_back(*this, "6.1", "", nn::ConvOptions{.in = inner, .out = inner, .kernel = 3});
      smooth_ups_.emplace_back(*this, "6.2", "", nn::ConvOptions{.in = inner, .out = 1, .bias = true});
    } else {
      ups_.emplace_back(*this, "3", "4", nn::ConvTransposeOptions{.in = inner, .out = inner, .act = nn::Act::relu});
      ups_.emplace_back(*this, "6", "", nn::ConvTransposeOptions{.in = inner, .out = 1});
    }
  }

  /// x: [N, in, H, W]. Returns [N, 1, 4 H, 4 W], float32, or float64 where x is.
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor y = first_(x);
    const at::Tensor logits = smooth_ ? smooth_logits(y) : frozen_ups_.empty() ? ups_[1](ups_[0](y)) : frozen_logits(y);
    // Half-precision values next to 1 lie too far apart for the loss and for thresholds.
    return at::sigmoid(logits.scalar_type() == at::kDouble ? logits : logits.to(at::kFloat));
  }

  void freeze(nn::Precision precision) override {
    if (smooth_) return;  // its convolutions freeze by themselves
    const at::ScalarType format = nn::resolve(precision, first_.conv().weight.device());
    frozen_ups_.clear();
    frozen_ups_.emplace_back(ups_[0], nn::Act::relu, format);
    frozen_ups_.emplace_back(ups_[1], nn::Act::none, format);
  }
  [[nodiscard]] bool frozen() const override { return first_.conv().frozen(); }
  void train(bool on = true) override {
    if (on) frozen_ups_.clear();
    torch::nn::Module::train(on);
  }

 private:
  [[nodiscard]] at::Tensor smooth_logits(const at::Tensor& x) const {
    return smooth_ups_[2](smooth_ups_[1](nn::upsample_nearest(smooth_ups_[0](nn::upsample_nearest(x, 2)), 2)));
  }

  [[nodiscard]] at::Tensor frozen_logits(const at::Tensor& x) const {
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    const std::int64_t n = x.size(0), height = x.size(2), width = x.size(3);
    const at::Tensor last = frozen_ups_[1](frozen_ups_[0](x));  // [N, 1, H, W * (dy, dx) * (ey, ex)]
    return last.reshape({n, height, width, 2, 2, 2, 2})
        .permute({0, 1, 3, 5, 2, 4, 6})
        .reshape({n, 1, 4 * height, 4 * width});
  }

  bool smooth_;
  nn::ConvNormAct first_;
  std::vector<nn::ConvNormAct> smooth_ups_;
  std::vector<nn::ConvTransposeNormAct> ups_;
  std::vector<FrozenUp> frozen_ups_;
};

}  // namespace docket::db
