/// On which device networks compute.
#pragma once

#include <string>
#include <string_view>

#include <ATen/Context.h>
#include <c10/core/Device.h>

#include <docket/core/error.hpp>

namespace docket::nn {

/// "cpu", "cuda" (LibTorch's first GPU; CUDA_VISIBLE_DEVICES chooses among several) or "auto": cuda where LibTorch finds a GPU, else cpu.
/// `where` names the key or option in errors. Throws Error(config).
[[nodiscard]] inline at::Device parse_device(std::string_view text, const std::string& where) {
  if (text == "cpu" || (text == "auto" && !at::hasCUDA())) return at::kCPU;
  if (text != "cuda" && text != "auto") throw Error(ErrorKind::config, where, "is '" + std::string(text) + "', must be one of auto, cpu, cuda");
  if (!at::hasCUDA()) {
    throw Error(ErrorKind::config, where,
                std::string("is cuda, but ") + (at::globalContext().hasCUDART() ? "LibTorch finds no GPU" : "this LibTorch is built for the CPU alone") +
                    "; 'docket doctor' says what it sees");
  }
  return {at::kCUDA, 0};
}

}  // namespace docket::nn
