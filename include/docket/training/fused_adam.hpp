/// Adam and AdamW, all parameters in one operator. LibTorch's C++ optimizers run ten operators for each.
#pragma once

#include <cstdint>
#include <map>
#include <type_traits>
#include <vector>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/full.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>

#include <docket/training/adam_state.hpp>

namespace docket {

/// Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019. Base: torch::optim::Adam or AdamW, whose options and
/// state these are.
template <class Base>
class FusedAdam final : public Base {
 public:
  using Base::Base;

  at::Tensor step(torch::optim::Optimizer::LossClosure closure = nullptr) override {
    at::Tensor loss;
    if (closure) {
      const at::AutoGradMode with_graph(true);
      loss = closure();
    }
    const at::NoGradGuard no_graph;
    for (auto& group : this->param_groups()) move(group);
    return loss;
  }

 private:
  static constexpr bool decoupled = std::is_same_v<Base, torch::optim::AdamW>;
  using Options = std::conditional_t<decoupled, torch::optim::AdamWOptions, torch::optim::AdamOptions>;
  using State = std::conditional_t<decoupled, torch::optim::AdamWParamState, torch::optim::AdamParamState>;

  void move(torch::optim::OptimizerParamGroup& group) {
    std::vector<at::Tensor> parameters, gradients, means, squares, steps;
    std::map<std::int64_t, at::Tensor> counts;  // most parameters share theirs
    for (const at::Tensor& parameter : group.params()) {
      if (!parameter.grad().defined()) continue;
      State& state = kept_moments<State>(this->state(), parameter);
      state.step(state.step() + 1);
      at::Tensor& count = counts[state.step()];
      if (!count.defined()) count = at::full({}, static_cast<double>(state.step()), parameter.options().dtype(at::kFloat).requires_grad(false));
      parameters.push_back(parameter);
      gradients.push_back(parameter.grad());
      means.push_back(state.exp_avg());
      squares.push_back(state.exp_avg_sq());
      steps.push_back(count);
    }
    if (parameters.empty()) return;
    const auto& options = static_cast<const Options&>(group.options());
    const auto [beta1, beta2] = options.betas();
    if constexpr (decoupled) {
      at::_fused_adamw_(parameters, gradients, means, squares, {}, steps, options.lr(), beta1, beta2, options.weight_decay(), options.eps(), false, false);
    } else {
      at::_fused_adam_(parameters, gradients, means, squares, {}, steps, options.lr(), beta1, beta2, options.weight_decay(), options.eps(), false, false);
    }
  }
};

}  // namespace docket
