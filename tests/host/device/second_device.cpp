#include "second_device.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <tuple>
#include <utility>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/detail/HPUHooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_local_scalar_dense.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/native_batch_norm.h>
#include <ATen/ops/resize_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

namespace docket::testing {
namespace {

constexpr c10::DeviceType second = c10::DeviceType::HPU;
const c10::DispatchKeySet keys{c10::DispatchKey::HPU};

struct SecondAllocator final : c10::DeviceAllocator {
  static void release(void* memory) { c10::GetCPUAllocator()->raw_deallocate(memory); }
  c10::DataPtr allocate(std::size_t bytes) override {
    void* memory = c10::GetCPUAllocator()->raw_allocate(bytes);
    return {memory, memory, &release, c10::Device(second, 0)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override { std::memcpy(to, from, bytes); }
  bool initialized() override { return true; }
  void emptyCache(c10::MempoolId_t) override {}
  void recordStream(const c10::DataPtr&, c10::Stream) override {}
  c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override { return {}; }
  void resetAccumulatedStats(c10::DeviceIndex) override {}
  void resetPeakStats(c10::DeviceIndex) override {}
  virtual std::pair<std::size_t, std::size_t> getMemoryInfo(c10::DeviceIndex) { return {}; }  // NOLINT: not every LibTorch has it to override
};
SecondAllocator allocator;

struct SecondGuard final : c10::impl::NoOpDeviceGuardImpl<second> {
  static c10::Stream stream() { return c10::Stream(c10::Stream::DEFAULT, c10::Device(second, 0)); }
  c10::Device exchangeDevice(c10::Device) const override { return {second, 0}; }
  c10::Device getDevice() const override { return {second, 0}; }
  c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
  c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }
};

struct SecondHooks final : at::HPUHooksInterface {
  explicit SecondHooks(at::HPUHooksArgs) {}
  void init() const override {}
  bool hasHPU() const override { return true; }
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return true; }
  bool hasPrimaryContext(at::DeviceIndex) const override { return true; }
  at::DeviceIndex deviceCount() const override { return 1; }
  at::DeviceIndex getCurrentDevice() const override { return 0; }
  const at::Generator& getDefaultGenerator(at::DeviceIndex) const override {
    static const at::Generator generator = at::detail::createCPUGenerator(7);
    return generator;
  }
};

/// The same memory as a tensor of the CPU.
at::Tensor seen(const at::Tensor& tensor) {
  if (!tensor.defined() || tensor.device().is_cpu()) return tensor;
  const auto options = tensor.options().device(at::kCPU).requires_grad(false);
  if (tensor.numel() == 0) return at::empty(tensor.sizes(), options);
  return at::from_blob(tensor.data_ptr(), tensor.sizes(), tensor.strides(), options);
}

std::optional<at::Tensor> seen(const std::optional<at::Tensor>& tensor) { return tensor ? std::optional(seen(*tensor)) : std::nullopt; }

at::Tensor moved(const at::Tensor& tensor) { return tensor.defined() ? tensor.to(c10::Device(second, 0)) : tensor; }

at::Tensor empty_on_device(at::IntArrayRef size, std::optional<at::ScalarType> format, std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>,
                 std::optional<at::MemoryFormat> memory) {
  return at::detail::empty_generic(size, &allocator, keys, format.value_or(at::kFloat), memory);
}

at::Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, std::optional<at::ScalarType> format, std::optional<at::Layout>, std::optional<at::Device>,
                         std::optional<bool>) {
  return at::detail::empty_strided_generic(size, stride, &allocator, keys, format.value_or(at::kFloat));
}

at::Tensor copy_from(const at::Tensor& from, const at::Tensor& to, bool) {
  seen(to).copy_(seen(from));
  return to;
}

at::Tensor copy_from_and_resize(const at::Tensor& from, const at::Tensor& to) {
  if (to.sizes() != from.sizes()) at::native::resize_(to, from.sizes());
  return copy_from(from, to, false);
}

at::Scalar local_scalar(const at::Tensor& tensor) { return at::_local_scalar_dense(seen(tensor)); }

at::Tensor convolution(const at::Tensor& input, const at::Tensor& weight, const std::optional<at::Tensor>& bias, at::IntArrayRef stride, at::IntArrayRef padding,
                       at::IntArrayRef dilation, bool transposed, at::IntArrayRef output_padding, std::int64_t groups) {
  return moved(at::convolution(seen(input), seen(weight), seen(bias), stride, padding, dilation, transposed, output_padding, groups));
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward(const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight,
                                                                    at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                                                                    at::IntArrayRef output_padding, std::int64_t groups, std::array<bool, 3> wanted) {
  const std::int64_t channels[]{gradient.size(1)};
  const auto [a, b, c] = at::convolution_backward(seen(gradient), seen(input), seen(weight), at::IntArrayRef(channels), stride, padding, dilation, transposed,
                                                  output_padding, groups, wanted);
  return {moved(a), moved(b), moved(c)};
}

/// Its running statistics change in place, which its schema does not say.
std::tuple<at::Tensor, at::Tensor, at::Tensor> batch_norm(const at::Tensor& input, const std::optional<at::Tensor>& weight, const std::optional<at::Tensor>& bias,
                                                          const std::optional<at::Tensor>& mean, const std::optional<at::Tensor>& variance, bool training,
                                                          double momentum, double eps) {
  const auto [a, b, c] = at::native_batch_norm(seen(input), seen(weight), seen(bias), seen(mean), seen(variance), training, momentum, eps);
  return {moved(a), moved(b), moved(c)};
}

/// Everything else runs on the CPU and comes back, unless it was given tensors of both devices. A number may come from anywhere.
void fall_back(const c10::OperatorHandle& operation, torch::jit::Stack* stack) {
  bool here = false, elsewhere = false;
  const auto look = [&](const at::Tensor& tensor) {
    if (!tensor.defined() || (tensor.dim() == 0 && tensor.device().is_cpu())) return;
    (tensor.device().is_cpu() ? elsewhere : here) = true;
  };
  for (const c10::IValue& value : torch::jit::last(*stack, operation.schema().arguments().size())) {
    if (value.isTensor()) look(value.toTensor());
    if (value.isTensorList()) {
      for (const at::Tensor& tensor : value.toTensorVector()) look(tensor);
    }
  }
  TORCH_CHECK(!(here && elsewhere), operation.schema().name(), " was given tensors of two devices");
  at::native::cpu_fallback(operation, stack);
}

C10_REGISTER_GUARD_IMPL(HPU, SecondGuard)

TORCH_LIBRARY_IMPL(_, HPU, library) { library.fallback(torch::CppFunction::makeFromBoxedFunction<&fall_back>()); }

TORCH_LIBRARY_IMPL(aten, HPU, library) {
  library.impl("empty.memory_format", &empty_on_device);
  library.impl("empty_strided", &empty_strided);
  library.impl("_copy_from", &copy_from);
  library.impl("_copy_from_and_resize", &copy_from_and_resize);
  library.impl("_local_scalar_dense", &local_scalar);
  library.impl("as_strided", &at::native::as_strided_tensorimpl);
  library.impl("unfold", &at::native::unfold);
  library.impl("view", &at::native::view);
  library.impl("resize_", &at::native::resize_);
  library.impl("_reshape_alias", &at::native::_reshape_alias);
  library.impl("convolution_overrideable", &convolution);
  library.impl("convolution_backward_overrideable", &convolution_backward);
  library.impl("native_batch_norm", &batch_norm);
}

}  // namespace

at::Device second_device() {
  c10::SetAllocator(second, &allocator);
  return {second, 0};
}

}  // namespace docket::testing

namespace at {
using HPUHooks = docket::testing::SecondHooks;  // the name under which LibTorch looks for it
C10_REGISTER_CLASS(HPUHooksRegistry, HPUHooks, HPUHooks)
}  // namespace at
