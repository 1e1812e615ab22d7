/// LibTorch's fused oneDNN operators, which have no C++ function and are called through the dispatcher.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <optional>
#include <string_view>

namespace docket::nn::fused {

using OptionalTensor = std::optional<at::Tensor>;
using Scalars = c10::List<std::optional<at::Scalar>>;
using Text = std::optional<std::string_view>;

template <class Signature>
auto find_operator(const char* name, const char* overload) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).typed<Signature>();
}

/// Whether oneDNN takes `format` on this CPU at all; without AVX-512 or AVX-NE-CONVERT it refuses bf16.
inline bool supported(at::ScalarType format) {
  if (format == at::kFloat) return true;
  static const auto op = find_operator<bool()>("mkldnn::_is_mkldnn_bf16_supported", "");
  return format == at::kBFloat16 && op.call();
}

/// act(conv(x, weight) + bias) in one call; `weight` may be packed.
inline at::Tensor convolution(const at::Tensor& x, const at::Tensor& weight, const OptionalTensor& bias,
                              at::IntArrayRef padding, at::IntArrayRef stride, at::IntArrayRef dilation, std::int64_t groups,
                              const char* act) {
  using Signature = at::Tensor(const at::Tensor&, const at::Tensor&, const OptionalTensor&, at::IntArrayRef, at::IntArrayRef,
                               at::IntArrayRef, std::int64_t, std::string_view, Scalars, Text);
  static const auto op = find_operator<Signature>("mkldnn::_convolution_pointwise", "");
  return op.call(x, weight, bias, padding, stride, dilation, groups, act, Scalars(), "");
}

/// act(conv(x, weight) + bias + residual); `act` is "none" or "relu".
inline at::Tensor convolution_add(const at::Tensor& x, const at::Tensor& residual, const at::Tensor& weight,
                                  const OptionalTensor& bias, at::IntArrayRef padding, at::IntArrayRef stride,
                                  at::IntArrayRef dilation, std::int64_t groups, Text act) {
  using Signature = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Tensor&, const OptionalTensor&, at::IntArrayRef,
                               at::IntArrayRef, at::IntArrayRef, std::int64_t, std::string_view, std::optional<at::Scalar>,
                               Text, Scalars, Text);
  static const auto op = find_operator<Signature>("mkldnn::_convolution_pointwise", "binary");
  return op.call(x, residual, weight, bias, padding, stride, dilation, groups, "add", at::Scalar(1.0), act, Scalars(),
                 std::nullopt);
}

/// The weight in the order that oneDNN's convolution wants for an input of `input_size`.
inline at::Tensor pack_weight(const at::Tensor& weight, at::IntArrayRef padding, at::IntArrayRef stride,
                              at::IntArrayRef dilation, std::int64_t groups, at::OptionalIntArrayRef input_size) {
  using Signature =
      at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, std::int64_t, at::OptionalIntArrayRef);
  static const auto op = find_operator<Signature>("mkldnn::_reorder_convolution_weight", "");
  return op.call(weight, padding, stride, dilation, groups, input_size);
}

}  // namespace docket::nn::fused
