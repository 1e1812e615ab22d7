/// In which number format a frozen network computes.
#pragma once

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>
#include <string_view>

#include <docket/core/error.hpp>

namespace docket::nn {

/// `automatic` takes bf16 where the device multiplies it natively, else fp32.
enum class Precision { automatic, fp32, bf16 };

/// "auto", "fp32" or "bf16", as the command line and TOML write it. Throws Error(config).
inline Precision parse_precision(std::string_view text) {
  if (text == "auto") return Precision::automatic;
  if (text == "fp32") return Precision::fp32;
  if (text == "bf16") return Precision::bf16;
  throw Error(ErrorKind::config, "precision", "is '" + std::string(text) + "', must be one of auto, fp32, bf16");
}

/// Whether this CPU has bf16 dot products (AVX-512 BF16 or AMX). Without them oneDNN's bf16 is slower than its fp32.
inline bool cpu_multiplies_bf16() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16");  // every CPU with AMX has it too
#else
  return false;
#endif
}

inline bool multiplies_bf16(c10::Device device) {
  if (device.is_cuda()) return at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
  return device.is_cpu() && cpu_multiplies_bf16();
}

/// Throws nothing; bf16 on a device without it is allowed and slow.
inline at::ScalarType resolve(Precision precision, c10::Device device) {
  const bool bf16 = precision == Precision::bf16 ||
                    (precision == Precision::automatic && multiplies_bf16(device));
  return bf16 ? at::kBFloat16 : at::kFloat;
}

}  // namespace docket::nn
