/// Which tensors of a safetensors file are the network's: checkpoints also hold optimizer state and averaged weights.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>

namespace docket {

/// What names of weights begin with, in the order of the data's way.
inline constexpr std::array<std::string_view, 3> part_prefixes = {"backbone.", "decoder.", "head."};

/// In a checkpoint, the moving average of `backbone.x` is `ema.backbone.x`.
inline constexpr std::string_view averaged_prefix = "ema.";

/// The metadata key under which a checkpoint carries its resolved pipeline as TOML.
inline constexpr const char* config_metadata_key = "docket.config";

/// The tensors of `content` that belong to the parts of a network, averaged ones instead where there are any. Empty for a file
/// of a backbone alone.
inline SafetensorsFile network_weights(const SafetensorsFile& content) {
  std::map<std::string, at::Tensor> chosen;
  const auto is_part = [](std::string_view name) {
    for (const std::string_view prefix : part_prefixes) {
      if (name.starts_with(prefix)) return true;
    }
    return false;
  };
  for (const auto& [name, tensor] : content.tensors) {
    if (is_part(name)) chosen.try_emplace(name, tensor);
    if (name.starts_with(averaged_prefix) && is_part(std::string_view(name).substr(averaged_prefix.size()))) {
      chosen[name.substr(averaged_prefix.size())] = tensor;
    }
  }
  return {{chosen.begin(), chosen.end()}, content.metadata};
}

}  // namespace docket
