/// Weight files: 8 bytes header length, a JSON header of names, types, shapes and offsets, then raw little-endian numbers.
/// The format is Hugging Face's safetensors; Debian packages no C++ library for it, so it is read and written here by hand.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docket {

struct SafetensorsFile {
  /// In the order of the file; on the CPU.
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  std::map<std::string, std::string> metadata;

  /// Null when there is no such tensor.
  [[nodiscard]] const at::Tensor* find(std::string_view name) const {
    for (const auto& [key, tensor] : tensors) {
      if (key == name) return &tensor;
    }
    return nullptr;
  }
};

/// Checks every number before it trusts it: lengths, types, shapes, offsets that overlap, leave holes or run over the end,
/// names that come twice. Throws Error(model) naming the file and the tensor.
SafetensorsFile read_safetensors(const std::filesystem::path& file);

/// `file` is the old one or the new one, never half (AtomicFile). Throws Error(model) for a tensor that the format cannot hold, Error(data)
/// when the file cannot be written.
void write_safetensors(const std::filesystem::path& file, const SafetensorsFile& content);

}  // namespace docket

#include <docket/nn/detail/safetensors_read.hpp>
#include <docket/nn/detail/safetensors_write.hpp>
