/// The exponential moving average of a network's weights, which judges and predicts better than the last step's weights.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>

#include <docket/core/error.hpp>
#include <docket/stages/head.hpp>

namespace docket {

/// Floating-point tensors are averaged, others copied. With decay 0 there is no average and nothing is stored.
class MovingAverage {
 public:
  MovingAverage(NamedTensors state, double decay) : state_(std::move(state)), decay_(decay) {
    if (!active()) return;
    const at::NoGradGuard no_grad;
    for (const auto& [name, tensor] : state_) average_.emplace_back(name, at::empty_like(tensor.detach()).copy_(tensor));
  }

  [[nodiscard]] bool active() const { return decay_ > 0; }

  /// After step `step`, counted from 1. Early on the average follows faster: decay (1 + step) / (10 + step), at most the set one.
  void update(std::int64_t step) {
    if (!active()) return;
    const at::NoGradGuard no_grad;
    const double decay = std::min(decay_, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
    for (std::size_t i = 0; i < average_.size(); ++i) {
      at::Tensor& mean = average_[i].second;
      if (mean.is_floating_point()) {
        mean.lerp_(state_[i].second.detach(), 1 - decay);
      } else {
        mean.copy_(state_[i].second);
      }
    }
  }

  /// By the network's names, without a prefix.
  [[nodiscard]] const NamedTensors& tensors() const { return average_; }

  /// `found` by the network's names.
  void load(const std::map<std::string, at::Tensor>& found, const std::string& where) {
    const at::NoGradGuard no_grad;
    for (auto& [name, tensor] : average_) {
      const auto match = found.find(name);
      if (match == found.end() || match->second.sizes() != tensor.sizes()) {
        throw Error(ErrorKind::model, where, "lacks the average of '" + name + "', so training with train.ema_decay cannot continue from it");
      }
      tensor.copy_(match->second);
    }
  }

 private:
  NamedTensors state_;
  double decay_;
  NamedTensors average_;
};

}  // namespace docket
