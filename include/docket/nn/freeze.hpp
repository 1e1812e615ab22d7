/// The way from the training form of a network to its inference form.
#pragma once

#include <torch/nn/module.h>

#include <docket/core/export.hpp>
#include <docket/nn/precision.hpp>

namespace docket::nn {

/// A module with a second, faster form for inference.
class DOCKET_API Freezable {
 public:
  virtual ~Freezable() = default;

  /// Makes the inference form from the present weights. From then on forward uses it, is not differentiable, and may be called
  /// by several threads at once. train(true) on the module drops it.
  virtual void freeze(Precision precision) = 0;

  [[nodiscard]] virtual bool frozen() const = 0;
};

/// Freezes every block below `root` and sets it to eval mode. Call it last: after the weights are loaded and the module is on
/// its device. Frozen backbones and decoders give channels-last maps in the chosen precision.
inline void freeze(torch::nn::Module& root, Precision precision) {
  root.eval();
  root.apply([precision](torch::nn::Module& module) {
    if (auto* block = dynamic_cast<Freezable*>(&module)) block->freeze(precision);
  });
}

}  // namespace docket::nn
