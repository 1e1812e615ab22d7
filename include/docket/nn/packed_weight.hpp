/// A weight that oneDNN reads without re-ordering it first.
#pragma once

#include <ATen/core/Tensor.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <docket/nn/fused_operators.hpp>

namespace docket::nn {

/// Which order oneDNN wants depends on the input's size, and a weight packed for another size is worse than a plain one: it is
/// re-ordered on every call by a slow path (measured with AVX2: a ResNet50 took 2.3 times as long). So a plain weight is kept,
/// and packed when a size comes twice in a row; the latest packed one stays.
class PackedWeight {
 public:
  PackedWeight(at::Tensor plain, std::int64_t stride, std::int64_t padding, std::int64_t groups)
      : plain_(std::move(plain)), stride_(stride), padding_(padding), groups_(groups) {}

  /// Plain or packed, whichever suits x best.  [thread-safe]
  [[nodiscard]] at::Tensor for_input(const at::Tensor& x) const {
    const std::shared_ptr<const Packed> latest = latest_->load();
    if (latest && latest->size == x.sizes()) {
      if (latest->weight.defined()) return latest->weight;
      auto packed = std::make_shared<const Packed>(
          x.sizes().vec(), fused::pack_weight(plain_, {padding_, padding_}, {stride_, stride_}, {1, 1}, groups_, x.sizes()));
      latest_->store(packed);
      return packed->weight;
    }
    latest_->store(std::make_shared<const Packed>(x.sizes().vec(), at::Tensor()));
    return plain_;
  }

 private:
  struct Packed {
    Packed(std::vector<std::int64_t> size, at::Tensor weight) : size(std::move(size)), weight(std::move(weight)) {}
    std::vector<std::int64_t> size;
    at::Tensor weight;  // undefined: the size came once so far
  };

  at::Tensor plain_;
  std::int64_t stride_;
  std::int64_t padding_;
  std::int64_t groups_;
  std::shared_ptr<std::atomic<std::shared_ptr<const Packed>>> latest_ =
      std::make_shared<std::atomic<std::shared_ptr<const Packed>>>();
};

}  // namespace docket::nn
