/// One step of the optimizer: forward passes in the precision asked for, losses, gradients, clipping.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <ATen/autocast_mode.h>
#include <torch/nn/utils/clip_grad.h>

#include <docket/data/sample_loader.hpp>
#include <docket/nn/precision.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/training/loss_scale.hpp>
#include <docket/training/optimizer.hpp>
#include <docket/training/training_settings.hpp>

namespace docket {

/// Makes eligible operators compute in `type` while it lives; in float32 nothing changes.
class Autocast {
 public:
  Autocast(c10::DeviceType device, at::ScalarType type) : device_(device), on_(type != at::kFloat) {
    if (!on_) return;
    at::autocast::set_autocast_dtype(device_, type);
    at::autocast::set_autocast_enabled(device_, true);
  }
  ~Autocast() {
    if (!on_) return;
    at::autocast::set_autocast_enabled(device_, false);
    at::autocast::clear_cache();
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  c10::DeviceType device_;
  bool on_;
};

/// `wanted`: train.memory_format. auto is channels_last on a GPU and where the CPU has AVX-512 with bf16: a training step takes 0.85
/// to 1.04 of the time there (docs/results.md), and on CPUs with AVX2 alone it takes as long or longer.
[[nodiscard]] inline at::MemoryFormat memory_format(const std::string& wanted, c10::Device device) {
  const bool last = wanted == "channels_last" || (wanted == "auto" && (device.is_cuda() || nn::cpu_multiplies_bf16()));
  return last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
}

/// What a step did.
struct StepResult {
  std::map<std::string, double> losses;  // means over the batches, by the head's names
  std::size_t images = 0;
  std::string not_finite;  // the first bad tensor; empty when all is well. The weights have not changed then.
  bool skipped = false;    // fp16 lost its gradients; the loss scale has been halved
};

class WeightStep {
 public:
  /// `network` must outlive it. Throws Error(config) at a rule that fits no weight.
  WeightStep(Network& network, const TrainingSettings& settings)
      : network_(network),
        optimizer_(network.parameters(), settings.optimizer),
        frozen_(freeze_rules(settings, optimizer_.parameters())),
        clip_norm_(settings.train.clip_norm > 0 ? settings.train.clip_norm : std::numeric_limits<double>::infinity()),
        type_(settings.train.precision == "fp16" ? at::kHalf : nn::resolve(nn::parse_precision(settings.train.precision), network.device())),
        format_(memory_format(settings.train.memory_format, network.device())) {
    // Weights lie as the activations do, or every convolution would turn them over, forward and back.
    const at::NoGradGuard no_grad;
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      if (tensor.dim() == 4) at::Tensor(tensor).set_data(tensor.contiguous(format_));
    }
  }

  /// Takes `batches` batches from `next` and moves the weights by the mean of their gradients.
  StepResult take(std::int64_t epoch, double lr, std::int64_t batches, const std::function<Batch()>& next) {
    if (epoch != epoch_) freeze_for(epoch_ = epoch);
    optimizer_.set_lr(lr);
    optimizer_.zero_grad();
    StepResult result;
    const double factor = scaled() ? scale_.factor : 1;
    for (std::int64_t i = 0; i < batches; ++i) {
      const Batch batch = next();
      const NamedTensors loss = network_.head().loss(forward(batch.images), on_device(batch.targets));
      const double share = factor / static_cast<double>(batches);
      (share == 1 ? loss.front().second : loss.front().second * share).backward();
      for (const auto& [name, value] : loss) result.losses[name] += value.item<double>() / static_cast<double>(batches);
      result.images += batch.indices.size();
    }
    std::vector<at::Tensor> weights;
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      if (factor != 1 && tensor.grad().defined()) tensor.grad().mul_(1 / factor);
      weights.push_back(tensor);
    }
    const bool finite = std::isfinite(torch::nn::utils::clip_grad_norm_(weights, clip_norm_));
    if (scaled()) scale_.update(finite);
    result.skipped = !finite && scaled() && scale_.skipped_in_a_row <= most_skipped_in_a_row;
    if (finite) {
      optimizer_.step();
    } else if (!result.skipped) {
      result.not_finite = first_not_finite();
    }
    return result;
  }

  [[nodiscard]] Optimizer& optimizer() { return optimizer_; }
  [[nodiscard]] bool scaled() const { return type_ == at::kHalf; }
  [[nodiscard]] LossScale& scale() { return scale_; }

 private:
  static constexpr std::int64_t most_skipped_in_a_row = 30;  // 65,536 halved that often is nothing

  /// Frozen weights get no gradient, and their batch norms keep their statistics.
  void freeze_for(std::int64_t epoch) {
    network_.train();
    const auto is_frozen = [&](const std::string& name) { return static_cast<double>(epoch) < frozen_.number(name, 0); };
    bool any = false;
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      at::Tensor(tensor).set_requires_grad(!is_frozen(name));
      any = any || !is_frozen(name);
    }
    if (!any) throw Error(ErrorKind::config, "train.freeze", "leaves nothing to train in epoch " + std::to_string(epoch));
    network_.for_each_leaf([&](const std::string& name, torch::nn::Module& module) {
      if (is_frozen(name + ".")) module.train(false);
    });
  }

  /// The maps of the head, as float32.
  [[nodiscard]] NamedTensors forward(const at::Tensor& images) const {
    NamedTensors maps;
    {
      const Autocast autocast(network_.device().type(), type_);
      maps = network_.head().maps(network_.features(images.to(network_.device()).contiguous(format_)));
    }
    for (auto& [name, map] : maps) map = map.to(at::kFloat);
    return maps;
  }

  /// An expanded tensor: one number seen everywhere.
  static bool is_one_number(const at::Tensor& map) {
    for (std::int64_t i = 0; i < map.dim(); ++i) {
      if (map.size(i) > 1 && map.stride(i) != 0) return false;
    }
    return true;
  }

  [[nodiscard]] NamedTensors on_device(NamedTensors targets) const {
    for (auto& [name, map] : targets) {
      // Of an expanded one, its number alone is sent.
      map = is_one_number(map) ? map.as_strided({1, 1, 1, 1}, {1, 1, 1, 1}).to(network_.device()).expand(map.sizes()) : map.to(network_.device());
    }
    return targets;
  }

  [[nodiscard]] std::string first_not_finite() const {
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      if (tensor.grad().defined() && !tensor.grad().isfinite().all().item<bool>()) return "the gradient of '" + name + "'";
    }
    return "the gradients' norm";
  }

  Network& network_;
  Optimizer optimizer_;
  NameRules frozen_;
  double clip_norm_;
  at::ScalarType type_;
  at::MemoryFormat format_;  // of the pictures; what is computed from them follows
  LossScale scale_;
  std::int64_t epoch_ = -1;
};

}  // namespace docket
