/// Backbone, decoder and head as one network: composed from a pipeline, shape-checked before any weight is read.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ATen/core/grad_mode.h>

#include <docket/config/config_document.hpp>
#include <docket/nn/freeze.hpp>
#include <docket/nn/load_weights.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/pipeline/weights_file.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/plugins/network_parts.hpp>
#include <docket/stages/backbone.hpp>
#include <docket/stages/decoder.hpp>
#include <docket/stages/head.hpp>

namespace docket {

/// Holds the three parts of a detector that have weights. Names of weights are `backbone.*`, `decoder.*`, `head.*`.
/// The catalog's libraries stay loaded until exit, so a network may outlive the catalog.
class Network {
 public:
  /// Creates the three parts that [backbone], [decoder] and [head] name, each built for the one before it, with the random
  /// weights of torch's generator (seed it first). Reads no file. Throws Error(config), Error(plugin), and Error(model) when
  /// the parts do not fit, naming both sides.
  static Network compose(const ConfigDocument& config, const Catalog& catalog) {
    Network network;
    network.backbone_name_ = stage_name(config, "backbone");
    network.decoder_name_ = stage_name(config, "decoder");
    network.backbone_ = create_stage<Backbone>(config, catalog, "backbone", {"weights"});
    network.levels_ = network.backbone_->levels();
    check_levels(network.levels_, network.backbone_name_);
    network.decoder_ = create_stage<Decoder>(config, catalog, "decoder");
    built("decoder '" + network.decoder_name_ + "'", [&] { network.decoder_->build(network.levels_); });
    network.head_ = create_stage<Head>(config, catalog, "head");
    built("head '" + stage_name(config, "head") + "'", [&] { network.head_->build(network.decoder_->out_channels()); });
    network.train(false);
    return network;
  }

  /// Loads what the pipeline names: the whole network from the top-level key `weights`, else the backbone alone from
  /// `backbone.weights`, else nothing. Weights that a file names do not hold up a command line that makes another network
  /// (`backbone.variant=50`): they are left out then. Returns lines worth telling the user.
  std::vector<std::string> load_configured(const ConfigDocument& config) {
    std::vector<std::string> remarks;
    if (const auto whole = weights_path(config, "weights")) {
      const SafetensorsFile weights = read_network_weights(*whole);
      const std::optional<std::string> changed = network_override(config);
      try {
        load(weights, whole->string());
        return {};
      } catch (const Error&) {
        if (!changed || config.origin("weights").from_command_line()) throw;
        remarks = {*changed + ": the network is no longer the one that " + whole->string() + " was made with; it goes without"};
      }
    }
    if (const auto trunk = weights_path(config, "backbone.weights")) {
      for (std::string& remark : load_backbone(*trunk)) remarks.push_back(std::move(remark));
    }
    return remarks;
  }

  /// Loads the whole network from a checkpoint or weights file; averaged weights (`ema.*`) are taken where the file has them.
  /// Throws Error(model) listing the names that are missing, unexpected or of another shape. Call before freeze().
  std::vector<std::string> load(const std::filesystem::path& file) {
    load(read_network_weights(file), file.string());
    return {};
  }

  /// Loads the backbone alone from a file with the published names, or from the backbone part of a whole network's file.
  std::vector<std::string> load_backbone(const std::filesystem::path& file) {
    const SafetensorsFile content = read_safetensors(file);
    const SafetensorsFile whole = network_weights(content);
    const bool published = whole.tensors.empty();
    const nn::LoadReport report =
        nn::load_weights(backbone_->module(), published ? content : whole, published ? "" : part_prefixes[0],
                         backbone_->ignored_weight_prefixes(), file.string());
    if (report.ignored.empty()) return {};
    std::string names;
    for (const std::string& name : report.ignored) names += (names.empty() ? "" : ", ") + name;
    return {file.string() + ": ignored " + names + ", which backbone '" + backbone_name_ + "' has no use for"};
  }

  [[nodiscard]] Backbone& backbone() const { return *backbone_; }
  [[nodiscard]] Decoder& decoder() const { return *decoder_; }
  [[nodiscard]] Head& head() const { return *head_; }
  /// What the backbone declares, finest first.
  [[nodiscard]] const Levels& levels() const { return levels_; }

  /// What the optimizer moves. Shares memory with the network.
  [[nodiscard]] NamedTensors parameters() const {
    NamedTensors all;
    for_each_part([&](std::string_view prefix, torch::nn::Module& module) {
      for (const auto& item : module.named_parameters()) all.emplace_back(std::string(prefix) + item.key(), item.value());
    });
    return all;
  }

  /// Parameters and buffers: what a checkpoint holds. Shares memory with the network.
  [[nodiscard]] NamedTensors state() const {
    NamedTensors all = parameters();
    for_each_part([&](std::string_view prefix, torch::nn::Module& module) {
      for (const auto& item : module.named_buffers()) all.emplace_back(std::string(prefix) + item.key(), item.value());
    });
    return all;
  }

  /// Calls use(name, module) for the modules that hold no others, as "backbone.layer1.0.bn1".
  template <class Use>
  void for_each_leaf(Use use) const {
    for_each_part([&](std::string_view prefix, torch::nn::Module& part) {
      for (const auto& item : part.named_modules("", false)) {
        if (item.value()->children().empty()) use(std::string(prefix) + item.key(), *item.value());
      }
    });
  }

  void train(bool on = true) {
    for_each_part([&](std::string_view, torch::nn::Module& module) { module.train(on); });
  }
  void eval() { train(false); }

  void to(const at::Device& device) {
    for_each_part([&](std::string_view, torch::nn::Module& module) { module.to(device); });
    device_ = device;
  }
  [[nodiscard]] const at::Device& device() const { return device_; }

  /// Makes the network ready for inference: batch norm folded, weights packed once. Call it last, after load() and to().
  void freeze(nn::Precision precision) {
    for_each_part([&](std::string_view, torch::nn::Module& module) { nn::freeze(module, precision); });
  }

  /// image: [N, 3, H, W] as Backbone::forward wants it. Differentiable.
  [[nodiscard]] at::Tensor features(const at::Tensor& image) const {
    const std::vector<at::Tensor> maps = backbone_->forward(image);
    check_maps(maps, image);
    return decoder_->forward(maps);
  }

  /// image: [N, 3, H, W], normalised, on the network's device. Returns [N, 1, H, W] float32 in [0, 1] there, without a graph.
  /// [thread-safe when frozen]
  [[nodiscard]] at::Tensor probability(const at::Tensor& image) const {
    const c10::InferenceMode inference;
    return head_->probability(features(image)).to(at::kFloat).contiguous();
  }

 private:
  Network() = default;

  /// A part's own complaint passes; anything else that it throws is said to be its.
  template <class Build>
  static void built(const std::string& who, Build build) {
    try {
      build();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& failure) {
      throw Error(ErrorKind::plugin, who, failure.what());
    }
  }

  /// What the backbone returned must be what it declared, or the decoder fails in words that help nobody.
  void check_maps(const std::vector<at::Tensor>& maps, const at::Tensor& image) const {
    const std::string who = "backbone '" + backbone_name_ + "'";
    if (maps.size() != levels_.size()) {
      throw Error(ErrorKind::model, who,
                  "returned " + std::to_string(maps.size()) + " feature maps, declared " + std::to_string(levels_.size()));
    }
    for (std::size_t i = 0; i < maps.size(); ++i) {
      const auto [channels, stride] = levels_[i];
      const std::vector<std::int64_t> declared = {image.size(0), channels, image.size(2) / stride, image.size(3) / stride};
      if (maps[i].sizes() != at::IntArrayRef(declared)) {
        throw Error(ErrorKind::model, who, "feature map " + std::to_string(i) + " of an image " + nn::detail::shape_text(image.sizes()) + " is " +
                                               nn::detail::shape_text(maps[i].sizes()) + ", declared " + std::to_string(channels) +
                                               " channels at stride " + std::to_string(stride));
      }
    }
  }

  static SafetensorsFile read_network_weights(const std::filesystem::path& file) {
    SafetensorsFile weights = network_weights(read_safetensors(file));
    if (weights.tensors.empty()) {
      throw Error(ErrorKind::model, file.string(),
                  "holds no tensor named backbone.*, decoder.* or head.*; a backbone's own file belongs into backbone.weights");
    }
    return weights;
  }

  void load(const SafetensorsFile& weights, const std::string& where) {
    for_each_part([&](std::string_view prefix, torch::nn::Module& module) { nn::load_weights(module, weights, prefix, {}, where); });
  }

  template <class Use>
  void for_each_part(Use use) const {
    use(part_prefixes[0], backbone_->module());
    use(part_prefixes[1], decoder_->module());
    use(part_prefixes[2], head_->module());
  }

  std::unique_ptr<Backbone> backbone_;
  std::unique_ptr<Decoder> decoder_;
  std::unique_ptr<Head> head_;
  Levels levels_;
  std::string backbone_name_;
  std::string decoder_name_;
  at::Device device_{at::kCPU};
};

}  // namespace docket
