/// The backbone contract: image -> feature maps.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include <docket/stages/levels.hpp>
#include <docket/stages/network_part.hpp>

namespace docket {

/// Turns an image into feature maps of falling resolution.
class DOCKET_API Backbone : public NetworkPart {
 public:
  static constexpr const char* stage = "backbone";

  /// The maps that forward() returns, finest first. Constant; known before any weight is read.
  [[nodiscard]] virtual Levels levels() const = 0;

  /// image: [N, 3, H, W], normalised, H and W multiples of the coarsest stride, on the module's device.
  /// Returns one tensor a level, [N, channels, H / stride, W / stride]; differentiable in training.  [thread-safe when frozen]
  virtual std::vector<at::Tensor> forward(const at::Tensor& image) = 0;

  /// Prefixes of names in a published weight file that this backbone has no use for (the classifier: "fc.", "classifier.").
  [[nodiscard]] virtual std::vector<std::string> ignored_weight_prefixes() const { return {}; }
};

}  // namespace docket
