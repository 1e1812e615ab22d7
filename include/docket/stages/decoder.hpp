/// The decoder contract: the backbone's feature maps -> one map at a quarter of the input size.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include <docket/stages/levels.hpp>
#include <docket/stages/network_part.hpp>

namespace docket {

/// Merges the backbone's feature maps into one map at stride 4.
class DOCKET_API Decoder : public NetworkPart {
 public:
  static constexpr const char* stage = "decoder";

  /// Called once, before the weights are read and before any other member. Throws Error(model) when the levels do not suit
  /// this decoder, naming both sides.
  virtual void build(const Levels& levels) = 0;

  /// features[i]: [N, levels[i].channels, H / levels[i].stride, W / levels[i].stride], all on one device.
  /// Returns [N, out_channels(), H / 4, W / 4].  [thread-safe when frozen]
  virtual at::Tensor forward(std::span<const at::Tensor> features) = 0;

  /// Valid after build().
  [[nodiscard]] virtual std::int64_t out_channels() const = 0;
};

}  // namespace docket
