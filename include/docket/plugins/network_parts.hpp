/// Catalog::create for backbone, decoder and head. Each comes wrapped, so that whatever its plugin throws, in any call, names it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/log.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/plugins/stage_host.hpp>
#include <docket/plugins/tier2.hpp>
#include <docket/stages/backbone.hpp>
#include <docket/stages/decoder.hpp>
#include <docket/stages/head.hpp>

namespace docket::detail {

/// The plugin's object and its name.
template <class Stage>
class Guarded : public Stage {
 public:
  Guarded(std::unique_ptr<Stage> part, std::string who) : part_(std::move(part)), who_(std::move(who)) {}

  torch::nn::Module& module() override {
    return call_plugin(who_, [&]() -> torch::nn::Module& { return part_->module(); });
  }

 protected:
  template <class Call>
  decltype(auto) run(Call&& call) const {
    return call_plugin(who_, std::forward<Call>(call));
  }

  std::unique_ptr<Stage> part_;
  std::string who_;
};

class GuardedBackbone final : public Guarded<Backbone> {
 public:
  using Guarded::Guarded;
  Levels levels() const override {
    return run([&] { return part_->levels(); });
  }
  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    return run([&] { return part_->forward(image); });
  }
  std::vector<std::string> ignored_weight_prefixes() const override {
    return run([&] { return part_->ignored_weight_prefixes(); });
  }
};

class GuardedDecoder final : public Guarded<Decoder> {
 public:
  using Guarded::Guarded;
  void build(const Levels& levels) override {
    run([&] { part_->build(levels); });
  }
  at::Tensor forward(std::span<const at::Tensor> features) override {
    return run([&] { return part_->forward(features); });
  }
  std::int64_t out_channels() const override {
    return run([&] { return part_->out_channels(); });
  }
};

class GuardedHead final : public Guarded<Head> {
 public:
  using Guarded::Guarded;
  void build(std::int64_t in_channels) override {
    run([&] { part_->build(in_channels); });
  }
  at::Tensor probability(const at::Tensor& features) override {
    return run([&] { return part_->probability(features); });
  }
  NamedTensors maps(const at::Tensor& features) override {
    return run([&] { return part_->maps(features); });
  }
  NamedTensors targets(std::span<const std::vector<TargetWord>> samples, Size input) const override {
    return run([&] { return part_->targets(samples, input); });
  }
  NamedTensors loss(const NamedTensors& maps, const NamedTensors& targets) override {
    return run([&] { return part_->loss(maps, targets); });
  }
};

template <class Stage, class GuardedStage>
struct Tier2Host {
  static std::unique_ptr<Stage> make(const docket_table* table, const std::string& options, std::string who) {
    const auto* factory = reinterpret_cast<const Tier2Table*>(table);
    factory->use_log(host_log_sink);
    std::unique_ptr<Stage> part(call_plugin(who, [&] { return static_cast<Stage*>(factory->create(options)); }));
    return std::make_unique<GuardedStage>(std::move(part), std::move(who));
  }
};

template <>
struct StageHost<Backbone> : Tier2Host<Backbone, GuardedBackbone> {};
template <>
struct StageHost<Decoder> : Tier2Host<Decoder, GuardedDecoder> {};
template <>
struct StageHost<Head> : Tier2Host<Head, GuardedHead> {};

}  // namespace docket::detail
