/// LibTorch's optimizers over a network's parameters, told by name, with a state that a checkpoint can hold.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <docket/core/error.hpp>
#include <docket/stages/head.hpp>
#include <docket/training/fused_adam.hpp>
#include <docket/training/name_rules.hpp>
#include <docket/training/options.hpp>
#include <docket/training/radam.hpp>

namespace docket {

/// Parameters whose gradient is undefined (frozen ones) are not moved. State tensors are `optimizer.<what>.<parameter>`.
class Optimizer {
 public:
  /// Throws Error(config) at an lr_factors that fits no parameter.
  Optimizer(NamedTensors parameters, const OptimizerOptions& options) : parameters_(std::move(parameters)), use_(options.use) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : parameters_) names.push_back(name);
    const NameRules factors("optimizer.lr_factors", options.lr_factors, 1, names);
    std::map<double, std::vector<at::Tensor>> by_factor;
    for (const auto& [name, tensor] : parameters_) by_factor[factors.number(name, 1)].push_back(tensor);
    std::vector<torch::optim::OptimizerParamGroup> groups;
    for (auto& [factor, tensors] : by_factor) {
      factors_.push_back(factor);
      groups.emplace_back(std::move(tensors));
    }
    inner_ = make(std::move(groups), options);
    set_lr(options.lr);
  }

  /// `lr` times its factor for each group.
  void set_lr(double lr) {
    for (std::size_t i = 0; i < factors_.size(); ++i) inner_->param_groups()[i].options().set_lr(lr * factors_[i]);
  }
  void zero_grad() { inner_->zero_grad(); }
  void step() { inner_->step(); }
  [[nodiscard]] const NamedTensors& parameters() const { return parameters_; }

  /// Of the parameters that have been moved.
  [[nodiscard]] NamedTensors state() const {
    NamedTensors all;
    for (const auto& [name, tensor] : parameters_) {
      const auto found = inner_->state().find(tensor.unsafeGetTensorImpl());
      if (found == inner_->state().end()) continue;
      if (use_ == "sgd") {
        const at::Tensor& velocity = static_cast<const torch::optim::SGDParamState&>(*found->second).momentum_buffer();
        if (velocity.defined()) all.emplace_back("optimizer.velocity." + name, velocity);
      } else if (use_ == "adamw") {
        read_moments(static_cast<const torch::optim::AdamWParamState&>(*found->second), name, all);
      } else {
        read_moments(static_cast<const torch::optim::AdamParamState&>(*found->second), name, all);
      }
    }
    return all;
  }

  /// Takes what state() gave. Throws Error(model) when it is another optimizer's, or a tensor is of another shape.
  void load(const std::map<std::string, at::Tensor>& found, const std::string& where) {
    bool any = false;
    for (const auto& [name, tensor] : parameters_) {
      const auto taken = [&](const std::string& what) -> at::Tensor {
        const auto match = found.find("optimizer." + what + "." + name);
        if (match == found.end()) return {};
        any = true;
        if (what == "step") return match->second;
        if (match->second.sizes() != tensor.sizes()) throw Error(ErrorKind::model, where, "the optimizer state of '" + name + "' has another shape than the parameter");
        return at::empty_like(tensor.detach()).copy_(match->second);
      };
      std::unique_ptr<torch::optim::OptimizerParamState> state;
      if (use_ == "sgd") {
        const at::Tensor velocity = taken("velocity");
        if (!velocity.defined()) continue;
        auto kept = std::make_unique<torch::optim::SGDParamState>();
        kept->momentum_buffer(velocity);
        state = std::move(kept);
      } else {
        const at::Tensor step = taken("step"), mean = taken("mean"), square = taken("square");
        if (!step.defined() && !mean.defined() && !square.defined()) continue;
        for (const auto& [what, tensor_of_it] : {std::pair{"step", step}, {"mean", mean}, {"square", square}}) {
          if (!tensor_of_it.defined()) throw Error(ErrorKind::model, where, std::string("lacks 'optimizer.") + what + "." + name + "', so training cannot continue from it");
        }
        if (use_ == "adamw") {
          state = moments<torch::optim::AdamWParamState>(step, mean, square);
        } else {
          state = moments<torch::optim::AdamParamState>(step, mean, square);
        }
      }
      inner_->state()[tensor.unsafeGetTensorImpl()] = std::move(state);
    }
    // Without momentum, sgd has none.
    if (!any && (use_ != "sgd" || !found.empty())) throw Error(ErrorKind::model, where, "holds no state of the optimizer '" + use_ + "', so training cannot continue from it");
  }

 private:
  [[nodiscard]] static std::unique_ptr<torch::optim::Optimizer> make(std::vector<torch::optim::OptimizerParamGroup> groups, const OptimizerOptions& options) {
    const std::tuple<double, double> betas{options.beta1, options.beta2};
    if (options.use == "sgd") {
      if (options.nesterov && options.momentum == 0) throw Error(ErrorKind::config, "optimizer.nesterov", "needs a momentum above 0");
      return std::make_unique<torch::optim::SGD>(
          std::move(groups), torch::optim::SGDOptions(options.lr).momentum(options.momentum).nesterov(options.nesterov).weight_decay(options.weight_decay));
    }
    if (options.use == "adamw") {
      return std::make_unique<FusedAdam<torch::optim::AdamW>>(std::move(groups), torch::optim::AdamWOptions(options.lr).betas(betas).weight_decay(options.weight_decay));
    }
    const auto adam = torch::optim::AdamOptions(options.lr).betas(betas).weight_decay(options.weight_decay);
    if (options.use == "radam") return std::make_unique<RAdam>(std::move(groups), adam);
    return std::make_unique<FusedAdam<torch::optim::Adam>>(std::move(groups), adam);
  }

  template <class State>
  static void read_moments(const State& state, const std::string& name, NamedTensors& all) {
    all.emplace_back("optimizer.step." + name, at::full({1}, state.step(), at::kLong));
    all.emplace_back("optimizer.mean." + name, state.exp_avg());
    all.emplace_back("optimizer.square." + name, state.exp_avg_sq());
  }

  template <class State>
  [[nodiscard]] static std::unique_ptr<State> moments(const at::Tensor& step, const at::Tensor& mean, const at::Tensor& square) {
    auto state = std::make_unique<State>();
    state->step(step.item<std::int64_t>());
    state->exp_avg(mean);
    state->exp_avg_sq(square);
    return state;
  }

  NamedTensors parameters_;
  std::string use_;
  std::vector<double> factors_;  // of the groups
  std::unique_ptr<torch::optim::Optimizer> inner_;
};

}  // namespace docket
