/// Adam and AdamW over a network's parameters, with a state that a checkpoint can hold.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>

#include <docket/core/error.hpp>
#include <docket/stages/head.hpp>
#include <docket/training/options.hpp>

namespace docket {

/// LibTorch's optimizer, told by name; state tensors are `optimizer.<what>.<parameter>`.
class Optimizer {
 public:
  Optimizer(NamedTensors parameters, const OptimizerOptions& options) : parameters_(std::move(parameters)), is_adamw_(options.use == "adamw") {
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : parameters_) tensors.push_back(tensor);
    const std::tuple<double, double> betas{options.beta1, options.beta2};
    if (is_adamw_) {
      inner_ = std::make_unique<torch::optim::AdamW>(
          tensors, torch::optim::AdamWOptions(options.lr).betas(betas).weight_decay(options.weight_decay));
    } else {
      inner_ = std::make_unique<torch::optim::Adam>(
          tensors, torch::optim::AdamOptions(options.lr).betas(betas).weight_decay(options.weight_decay));
    }
  }

  void set_lr(double lr) { inner_->param_groups()[0].options().set_lr(lr); }
  void zero_grad() { inner_->zero_grad(); }
  void step() { inner_->step(); }
  [[nodiscard]] const NamedTensors& parameters() const { return parameters_; }

  /// Empty before the first step.
  [[nodiscard]] NamedTensors state() const {
    return is_adamw_ ? read_state<torch::optim::AdamWParamState>() : read_state<torch::optim::AdamParamState>();
  }

  /// Takes what state() gave; throws Error(model) when a tensor is missing or of another shape.
  void load(const std::map<std::string, at::Tensor>& found, const std::string& where) {
    is_adamw_ ? write_state<torch::optim::AdamWParamState>(found, where) : write_state<torch::optim::AdamParamState>(found, where);
  }

 private:
  template <class State>
  [[nodiscard]] NamedTensors read_state() const {
    NamedTensors all;
    for (const auto& [name, tensor] : parameters_) {
      const auto found = inner_->state().find(tensor.unsafeGetTensorImpl());
      if (found == inner_->state().end()) continue;
      const auto& state = static_cast<const State&>(*found->second);
      all.emplace_back("optimizer.step." + name, at::full({1}, state.step(), at::kLong));
      all.emplace_back("optimizer.mean." + name, state.exp_avg());
      all.emplace_back("optimizer.square." + name, state.exp_avg_sq());
    }
    return all;
  }

  template <class State>
  void write_state(const std::map<std::string, at::Tensor>& found, const std::string& where) {
    for (const auto& [name, tensor] : parameters_) {
      const auto taken = [&](const std::string& what) -> const at::Tensor& {
        const auto match = found.find("optimizer." + what + "." + name);
        if (match == found.end()) throw Error(ErrorKind::model, where, "lacks 'optimizer." + what + "." + name + "', so training cannot continue from it");
        return match->second;
      };
      const auto laid_out = [&](const at::Tensor& value) {
        if (value.sizes() != tensor.sizes()) throw Error(ErrorKind::model, where, "the optimizer state of '" + name + "' has another shape than the parameter");
        return at::empty_like(tensor.detach()).copy_(value);
      };
      auto state = std::make_unique<State>();
      state->step(taken("step").template item<std::int64_t>());
      state->exp_avg(laid_out(taken("mean")));
      state->exp_avg_sq(laid_out(taken("square")));
      inner_->state()[tensor.unsafeGetTensorImpl()] = std::move(state);
    }
  }

  NamedTensors parameters_;
  bool is_adamw_;
  std::unique_ptr<torch::optim::Optimizer> inner_;
};

}  // namespace docket
