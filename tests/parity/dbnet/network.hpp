/// The networks of golden/dbnet with the formula's weights: decoder and head alone, or behind a backbone.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/stages/backbone.hpp>
#include <docket/stages/decoder.hpp>
#include <docket/stages/head.hpp>

namespace docket::golden {

std::unique_ptr<Backbone> make_backbone(const std::string& name, const nlohmann::json& options);
std::unique_ptr<Decoder> make_decoder(const nlohmann::json& options = nlohmann::json::object());
std::unique_ptr<Head> make_head(const nlohmann::json& options = nlohmann::json::object());

/// The tensor of that name, which is there.
at::Tensor of(const NamedTensors& tensors, const std::string& name);

class TestNetwork {
 public:
  /// Decoder and head for a backbone of golden/dbnet/keys.json; the input is its feature maps.
  static TestNetwork decoder_head(const std::string& timm_name, const std::vector<std::int64_t>& channels);
  /// The whole network. `gain` is the formula's gain of the backbone.
  static TestNetwork full(const std::string& timm_name, double gain);

  void to(at::ScalarType type);
  void train(bool on);
  void freeze_fp32();
  NamedTensors maps(const std::vector<at::Tensor>& inputs);
  at::Tensor probability(const std::vector<at::Tensor>& inputs);
  NamedTensors loss(const NamedTensors& maps, const NamedTensors& targets) { return head_->loss(maps, targets); }
  at::Tensor features(const std::vector<at::Tensor>& inputs);

  /// Parameters and buffers with their golden names ("encoder.", "decoder." and "head." in front).
  [[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> parameters() const;
  [[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> buffers() const;

 private:
  [[nodiscard]] std::vector<std::pair<std::string, torch::nn::Module*>> parts() const;
  void fill(const nlohmann::json& keys, double gain, const std::string& formula_prefix);

  std::unique_ptr<Backbone> backbone_;
  std::unique_ptr<Decoder> decoder_;
  std::unique_ptr<Head> head_;
};

/// feature<i> = 2u at strides 4, 8, ... of an input of the given size.
std::vector<at::Tensor> formula_features(const std::vector<std::int64_t>& channels, std::int64_t batch, std::int64_t height,
                                         std::int64_t width);

}  // namespace docket::golden
