/// The head contract: decoder features -> maps; the head also owns its targets and its loss.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/image_frame.hpp>
#include <docket/core/polygon.hpp>
#include <docket/stages/network_part.hpp>

namespace docket {

/// Tensors by name, in the order the head states.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// One word of a training sample, in input pixels. An ignored word is neither text nor background: every loss term masks it.
struct TargetWord {
  Polygon polygon;
  bool ignore = false;
};

/// Turns features into maps at input resolution; knows what they should have been and how far off they are.
class DOCKET_API Head : public NetworkPart {
 public:
  static constexpr const char* stage = "head";

  /// Called once, before the weights are read and before any other member.
  virtual void build(std::int64_t in_channels) = 0;

  /// features: [N, in_channels, H / 4, W / 4]. Returns the probability map [N, 1, H, W] in [0, 1], the only map that inference
  /// computes.  [thread-safe when frozen]
  virtual at::Tensor probability(const at::Tensor& features) = 0;

  /// Every map that the loss wants, by name; "prob" is among them.
  virtual NamedTensors maps(const at::Tensor& features) = 0;

  /// The target maps of a batch, by name: samples holds the words of each of its N pictures. Each [N, 1, H, W] float32 on the CPU; one that
  /// is the same number everywhere may be expanded from it (stride 0).  [thread-safe; called by the loader's workers]
  [[nodiscard]] virtual NamedTensors targets(std::span<const std::vector<TargetWord>> samples, Size input) const = 0;

  /// maps: what maps() gave; targets: what targets() gave for the same batch, on the same device. Returns scalars by name, the
  /// first one "total", the one to be minimised; the others are its unweighted terms.
  virtual NamedTensors loss(const NamedTensors& maps, const NamedTensors& targets) = 0;
};

}  // namespace docket
