/// A learned upsampling: transposed convolution, batch norm, activation.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <torch/nn/module.h>

#include <cmath>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <docket/nn/children.hpp>
#include <docket/nn/convolution.hpp>

namespace docket::nn {

/// The inference form for kernel == stride. Input pixels do not overlap in the output, so it is a 1x1 convolution to
/// out * kernel^2 channels whose result is laid out as blocks of kernel x kernel pixels.
class FrozenTransposedConvolution {
 public:
  /// folded.weight: [in, out, kernel, kernel].
  FrozenTransposedConvolution(const Folded& folded, Act act, at::ScalarType format)
      : kernel_(folded.weight.size(2)), conv_(as_pointwise(folded), 1, 0, 1, act, format) {}

  at::Tensor operator()(const at::Tensor& x) const {
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    const at::Tensor y = conv_(x, {}).permute({0, 2, 3, 1});  // [N, H, W, kernel * kernel * out]
    const std::int64_t n = y.size(0), h = y.size(1), w = y.size(2), out = y.size(3) / (kernel_ * kernel_);
    return y.reshape({n, h, w, kernel_, kernel_, out})
        .permute({0, 1, 3, 2, 4, 5})
        .reshape({n, h * kernel_, w * kernel_, out})
        .permute({0, 3, 1, 2});
  }

 private:
  static Folded as_pointwise(const Folded& folded) {
    const std::int64_t in = folded.weight.size(0), kernel = folded.weight.size(2);
    return {folded.weight.permute({2, 3, 1, 0}).reshape({-1, in, 1, 1}), folded.bias.repeat({kernel * kernel})};
  }

  std::int64_t kernel_;
  FrozenConvolution conv_;
};

/// Owns `weight` [in, out, kernel, kernel] and `bias`; stride equals kernel.
class TransposedConvolution final : public torch::nn::Module, public Freezable {
 public:
  TransposedConvolution(std::int64_t in, std::int64_t out, std::int64_t kernel, bool with_bias, Act act)
      : stride_(kernel), act_(act) {
    const double bound = 1 / std::sqrt(static_cast<double>(out * kernel * kernel));
    weight = register_parameter("weight", at::empty({in, out, kernel, kernel}).uniform_(-bound, bound));
    if (with_bias) bias = register_parameter("bias", at::empty({out}).uniform_(-bound, bound));
  }

  void set_norm(std::shared_ptr<BatchNorm> norm) { norm_ = std::move(norm); }

  at::Tensor forward(const at::Tensor& x) {
    if (frozen_) return (*frozen_)(x);
    at::Tensor y = at::conv_transpose2d(x, weight, {}, stride_);
    // By itself: oneDNN sums its gradient pixel by pixel without vectors, 2 % of a step of ResNet50.
    if (bias.defined()) y.add_(bias.view({1, -1, 1, 1}));
    if (norm_) y = norm_->forward(y);
    return activate(std::move(y), act_);
  }

  void freeze(Precision precision) override {
    frozen_.emplace(fold(weight, bias, norm_.get(), 1), act_, resolve(precision, weight.device()));
  }
  [[nodiscard]] bool frozen() const override { return frozen_.has_value(); }
  void train(bool on = true) override {
    if (on) frozen_.reset();
    torch::nn::Module::train(on);
  }

  at::Tensor weight;
  at::Tensor bias;

 private:
  std::int64_t stride_;
  Act act_;
  std::shared_ptr<BatchNorm> norm_;
  std::optional<FrozenTransposedConvolution> frozen_;
};

/// kernel == stride, no padding: [N, in, H, W] -> [N, out, H * kernel, W * kernel].
struct ConvTransposeOptions {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t kernel = 2;
  bool bias = true;
  Act act = Act::none;
  double norm_eps = 1e-5;
  double norm_momentum = 0.1;
};

/// Registers like ConvNormAct; an empty `norm` leaves the norm out.
class ConvTransposeNormAct {
 public:
  ConvTransposeNormAct(torch::nn::Module& owner, std::string_view conv, std::string_view norm, const ConvTransposeOptions& o)
      : conv_(adopt(owner, conv, std::make_shared<TransposedConvolution>(o.in, o.out, o.kernel, o.bias, o.act))) {
    if (norm.empty()) return;
    norm_ = adopt(owner, norm, std::make_shared<BatchNorm>(o.out, o.norm_eps, o.norm_momentum));
    conv_->set_norm(norm_);
  }

  at::Tensor operator()(const at::Tensor& x) const { return conv_->forward(x); }

  [[nodiscard]] TransposedConvolution& conv() const { return *conv_; }
  /// Null without a norm.
  [[nodiscard]] BatchNorm* norm() const { return norm_.get(); }

 private:
  std::shared_ptr<TransposedConvolution> conv_;
  std::shared_ptr<BatchNorm> norm_;
};

}  // namespace docket::nn
