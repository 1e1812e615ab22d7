/// The block that most networks are made of: convolution, batch norm, activation.
#pragma once

#include <memory>
#include <string_view>

#include <docket/nn/children.hpp>
#include <docket/nn/convolution.hpp>

namespace docket::nn {

/// Registers its convolution and norm as descendants of the owner, so that parameters have exactly the names given:
///   nn::ConvNormAct conv1{owner, "conv1", "bn1", {.in = 3, .out = 64, .kernel = 7, .stride = 2, .act = nn::Act::relu}};
///   y = conv1(x);  z = conv2(y, residual);      // act(norm(conv(y)) + residual)
/// Groups equal to the channels make it depthwise. Copies share the parameters.
class ConvNormAct {
 public:
  /// An empty `norm` leaves the norm out.
  ConvNormAct(torch::nn::Module& owner, std::string_view conv, std::string_view norm, const ConvOptions& options)
      : conv_(adopt(owner, conv, std::make_shared<Convolution>(options))) {
    if (norm.empty()) return;
    norm_ = adopt(owner, norm, std::make_shared<BatchNorm>(options.out, options.norm_eps, options.norm_momentum));
    conv_->set_norm(norm_);
  }

  /// x: [N, in, H, W]. residual: undefined, or of the result's shape.
  at::Tensor operator()(const at::Tensor& x, const at::Tensor& residual = {}) const { return conv_->forward(x, residual); }

  [[nodiscard]] Convolution& conv() const { return *conv_; }
  /// Null without a norm.
  [[nodiscard]] BatchNorm* norm() const { return norm_.get(); }

 private:
  std::shared_ptr<Convolution> conv_;
  std::shared_ptr<BatchNorm> norm_;
};

}  // namespace docket::nn
