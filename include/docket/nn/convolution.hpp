/// One convolution with what follows it: norm, residual, activation. Blocks are made of it.
#pragma once

#include <torch/nn/module.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <docket/nn/activation.hpp>
#include <docket/nn/batch_norm.hpp>
#include <docket/nn/fold.hpp>
#include <docket/nn/freeze.hpp>
#include <docket/nn/frozen_convolution.hpp>

namespace docket::nn {

/// Square kernels; `padding` -1 keeps the size at stride 1 ((kernel - 1) / 2 on each side).
struct ConvOptions {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
  std::int64_t padding = -1;
  std::int64_t groups = 1;
  bool bias = false;
  Act act = Act::none;
  double norm_eps = 1e-5;
  double norm_momentum = 0.1;
};

/// Owns `weight` and, where asked for, `bias`. The norm belongs to the block's owner, under its own name; it is borrowed here.
class Convolution final : public torch::nn::Module, public Freezable {
 public:
  explicit Convolution(const ConvOptions& options) : options_(options) {
    if (options_.padding < 0) options_.padding = (options_.kernel - 1) / 2;
    const std::int64_t fan_in = options_.in / options_.groups * options_.kernel * options_.kernel;
    const double bound = 1 / std::sqrt(static_cast<double>(fan_in));
    weight = register_parameter(
        "weight",
        at::empty({options_.out, options_.in / options_.groups, options_.kernel, options_.kernel}).uniform_(-bound, bound));
    if (options_.bias) bias = register_parameter("bias", at::empty({options_.out}).uniform_(-bound, bound));
  }

  void set_norm(std::shared_ptr<BatchNorm> norm) { norm_ = std::move(norm); }

  /// act(norm(conv(x)) + residual); an undefined residual adds nothing.
  at::Tensor forward(const at::Tensor& x, const at::Tensor& residual = {}) {
    if (frozen_) return (*frozen_)(x, residual);
    at::Tensor y = at::conv2d(x, weight, bias, options_.stride, options_.padding, 1, options_.groups);
    if (norm_) y = norm_->forward(y);
    if (residual.defined()) y.add_(residual);
    return activate(std::move(y), options_.act);
  }

  void freeze(Precision precision) override {
    const Folded folded = fold(weight, bias, norm_.get(), 0);
    frozen_.emplace(folded, options_.stride, options_.padding, options_.groups, options_.act,
                    resolve(precision, weight.device()));
  }
  [[nodiscard]] bool frozen() const override { return frozen_.has_value(); }
  void train(bool on = true) override {
    if (on) frozen_.reset();
    torch::nn::Module::train(on);
  }

  [[nodiscard]] const ConvOptions& options() const { return options_; }

  at::Tensor weight;
  at::Tensor bias;

 private:
  ConvOptions options_;
  std::shared_ptr<BatchNorm> norm_;
  std::optional<FrozenConvolution> frozen_;
};

}  // namespace docket::nn
