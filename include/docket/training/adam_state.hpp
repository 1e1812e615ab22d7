/// What Adam, AdamW and RAdam keep of a parameter.
#pragma once

#include <memory>

#include <ATen/ops/zeros_like.h>
#include <torch/optim/optimizer.h>

namespace docket {

/// The state of `parameter` in `states`, with moments of zeros where it has none yet. State: torch::optim's AdamParamState or AdamWParamState.
template <class State, class States>
[[nodiscard]] State& kept_moments(States& states, const at::Tensor& parameter) {
  auto& kept = states[parameter.unsafeGetTensorImpl()];
  if (!kept) {
    auto fresh = std::make_unique<State>();
    fresh->step(0);
    fresh->exp_avg(at::zeros_like(parameter));
    fresh->exp_avg_sq(at::zeros_like(parameter));
    kept = std::move(fresh);
  }
  return static_cast<State&>(*kept);
}

}  // namespace docket
