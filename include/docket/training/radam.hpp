/// RAdam; LibTorch has it in Python only.
#pragma once

#include <cmath>

#include <ATen/core/grad_mode.h>
#include <torch/optim/adam.h>

#include <docket/training/adam_state.hpp>

namespace docket {

/// Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020, algorithm 2, with torch.optim.RAdam's habits: weight
/// decay is added to the gradient, eps to the square root. Options and state are Adam's.
class RAdam final : public torch::optim::Adam {
 public:
  using Adam::Adam;

  at::Tensor step(LossClosure closure = nullptr) override {
    at::Tensor loss;
    if (closure) {
      const at::AutoGradMode with_graph(true);
      loss = closure();
    }
    const at::NoGradGuard no_graph;
    for (auto& group : param_groups()) {
      const auto& options = static_cast<const torch::optim::AdamOptions&>(group.options());
      for (at::Tensor& parameter : group.params()) {
        if (parameter.grad().defined()) move(parameter, options);
      }
    }
    return loss;
  }

 private:
  void move(at::Tensor& parameter, const torch::optim::AdamOptions& options) {
    auto& mine = kept_moments<torch::optim::AdamParamState>(state(), parameter);
    mine.step(mine.step() + 1);
    const auto [beta1, beta2] = options.betas();
    const auto steps = static_cast<double>(mine.step());
    const double correction1 = 1 - std::pow(beta1, steps);
    const double correction2 = 1 - std::pow(beta2, steps);

    const at::Tensor gradient = options.weight_decay() == 0 ? parameter.grad() : parameter.grad().add(parameter, options.weight_decay());
    mine.exp_avg().lerp_(gradient, 1 - beta1);
    mine.exp_avg_sq().mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);

    const double longest = 2 / (1 - beta2) - 1;  // the paper's rho, and rho_t
    const double length = longest - 2 * steps * (1 - correction2) / correction2;
    if (length <= 5) {  // too few squares to divide by
      parameter.add_(mine.exp_avg(), -options.lr() / correction1);
      return;
    }
    const double rectification =
        std::sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
    parameter.addcdiv_(mine.exp_avg(), mine.exp_avg_sq().sqrt().add_(options.eps()),
                       -options.lr() / correction1 * rectification * std::sqrt(correction2));
  }
};

}  // namespace docket
