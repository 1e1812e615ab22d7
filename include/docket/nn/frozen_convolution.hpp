/// A convolution for inference: norm folded, weight packed, everything in one call.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <utility>

#include <docket/nn/activation.hpp>
#include <docket/nn/fold.hpp>
#include <docket/nn/fused_operators.hpp>
#include <docket/nn/packed_weight.hpp>

namespace docket::nn {

/// act(conv(x) + bias + residual) on channels-last tensors of one number format. Any number of threads may call it.
class FrozenConvolution {
 public:
  FrozenConvolution(const Folded& folded, std::int64_t stride, std::int64_t padding, std::int64_t groups, Act act,
                    at::ScalarType format)
      : format_(format), stride_(stride), padding_(padding), groups_(groups), act_(act) {
    weight_ = folded.weight.to(format).contiguous(at::MemoryFormat::ChannelsLast);
    bias_ = folded.bias.to(format);
    if (weight_.is_cpu() && fused::supported(format)) packed_.emplace(weight_, stride, padding, groups);
  }

  /// `residual` may be undefined. Converts x to the number format and to channels-last where it is not.
  at::Tensor operator()(const at::Tensor& input, const at::Tensor& residual) const {
    const at::AutoDispatchBelowADInplaceOrView below_autograd;
    const at::Tensor x = input.to(format_).contiguous(at::MemoryFormat::ChannelsLast);
    if (!packed_) return plain(x, residual);
    const std::int64_t padding[] = {padding_, padding_};
    const std::int64_t stride[] = {stride_, stride_};
    const std::int64_t dilation[] = {1, 1};
    const at::Tensor weight = packed_->for_input(x);
    if (!residual.defined()) return fused::convolution(x, weight, bias_, padding, stride, dilation, groups_, fused_name(act_));
    const at::Tensor added = residual.to(format_).contiguous(at::MemoryFormat::ChannelsLast);
    if (act_ == Act::none || act_ == Act::relu) {
      const fused::Text act = act_ == Act::relu ? fused::Text("relu") : fused::Text();
      return fused::convolution_add(x, added, weight, bias_, padding, stride, dilation, groups_, act);
    }
    return activate(fused::convolution_add(x, added, weight, bias_, padding, stride, dilation, groups_, std::nullopt), act_);
  }

 private:
  at::Tensor plain(const at::Tensor& x, const at::Tensor& residual) const {
    at::Tensor y = at::conv2d(x, weight_, bias_, stride_, padding_, 1, groups_);
    if (residual.defined()) y.add_(residual);
    return activate(std::move(y), act_);
  }

  at::Tensor weight_;
  std::optional<PackedWeight> packed_;
  at::Tensor bias_;
  at::ScalarType format_;
  std::int64_t stride_;
  std::int64_t padding_;
  std::int64_t groups_;
  Act act_;
};

}  // namespace docket::nn
