#include "network.hpp"

#include <torch/nn/module.h>

#include <docket/nn/freeze.hpp>
#include <docket/nn/load_weights.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../formula.hpp"
#include "../golden.hpp"

namespace docket::golden {
namespace {

/// A copy in `type`, but the batch counts stay whole numbers.
void convert(torch::nn::Module& module, at::ScalarType type) {
  const at::NoGradGuard no_grad;
  for (auto& [name, tensor] : nn::named_tensors(module)) {
    if (tensor.is_floating_point()) tensor.set_data(tensor.to(type));
  }
}

}  // namespace

at::Tensor of(const NamedTensors& tensors, const std::string& name) {
  for (const auto& [key, tensor] : tensors) {
    if (key == name) return tensor;
  }
  FAIL("no " << name);
  return {};
}

TestNetwork TestNetwork::decoder_head(const std::string& timm_name, const std::vector<std::int64_t>& channels) {
  TestNetwork network;
  Levels levels;
  for (std::size_t i = 0; i < channels.size(); ++i) levels.push_back({channels[i], std::int64_t{4} << i});
  network.decoder_ = make_decoder();
  network.decoder_->build(levels);
  network.head_ = make_head();
  network.head_->build(network.decoder_->out_channels());
  network.fill(read("dbnet/keys.json")[timm_name], 1, "");
  return network;
}

TestNetwork TestNetwork::full(const std::string& timm_name, double gain) {
  // resnet18 -> resnet, variant 18; efficientnet_b4 -> efficientnet, variant b4.
  const auto cut = timm_name.starts_with("resnet") ? std::string("resnet").size() : timm_name.find('_') + 1;
  const bool underscore = timm_name[cut - 1] == '_';
  auto backbone = make_backbone(timm_name.substr(0, underscore ? cut - 1 : cut), {{"variant", timm_name.substr(cut)}});
  const Levels levels = backbone->levels();
  std::vector<std::int64_t> channels;
  for (const Level& level : levels) channels.push_back(level.channels);
  TestNetwork network = decoder_head(timm_name, channels);
  network.backbone_ = std::move(backbone);
  network.fill(read("backbones/" + timm_name + ".json")["keys"], gain, "encoder.");
  return network;
}

std::vector<std::pair<std::string, torch::nn::Module*>> TestNetwork::parts() const {
  std::vector<std::pair<std::string, torch::nn::Module*>> all;
  if (backbone_) all.emplace_back("encoder.", &backbone_->module());
  all.emplace_back("decoder.", &decoder_->module());
  all.emplace_back("head.", &head_->module());
  return all;
}

void TestNetwork::fill(const nlohmann::json& keys, double gain, const std::string& prefix) {
  const at::NoGradGuard no_grad;
  std::map<std::string, at::Tensor> wanted;
  for (const auto& [part, module] : parts()) {
    if (prefix.empty() == (part == "encoder.")) continue;
    for (const auto& [name, tensor] : nn::named_tensors(*module)) wanted[part + name] = tensor;
  }
  REQUIRE(wanted.size() == keys.size());
  for (const nlohmann::json& key : keys) {
    const std::string name = key["name"];
    CAPTURE(name);
    REQUIRE(wanted.contains(prefix + name));
    const at::Tensor made =
        formula::tensor(name, key["shape"].get<std::vector<std::int64_t>>(), key["rule"].get<std::string>(), key.value("fan_in", 1.0), gain);
    REQUIRE(wanted[prefix + name].sizes() == made.sizes());
    wanted[prefix + name].copy_(made);
  }
}

void TestNetwork::to(at::ScalarType type) {
  for (const auto& [name, module] : parts()) convert(*module, type);
}

void TestNetwork::train(bool on) {
  for (const auto& [name, module] : parts()) module->train(on);
}

void TestNetwork::freeze_fp32() {
  for (const auto& [name, module] : parts()) nn::freeze(*module, nn::Precision::fp32);
}

at::Tensor TestNetwork::features(const std::vector<at::Tensor>& inputs) {
  return decoder_->forward(backbone_ ? backbone_->forward(inputs.at(0)) : inputs);
}
NamedTensors TestNetwork::maps(const std::vector<at::Tensor>& inputs) { return head_->maps(features(inputs)); }
at::Tensor TestNetwork::probability(const std::vector<at::Tensor>& inputs) { return head_->probability(features(inputs)); }

std::vector<std::pair<std::string, at::Tensor>> TestNetwork::parameters() const {
  std::vector<std::pair<std::string, at::Tensor>> all;
  for (const auto& [part, module] : parts()) {
    for (const auto& item : module->named_parameters()) all.emplace_back(part + item.key(), item.value());
  }
  return all;
}

std::vector<std::pair<std::string, at::Tensor>> TestNetwork::buffers() const {
  std::vector<std::pair<std::string, at::Tensor>> all;
  for (const auto& [part, module] : parts()) {
    for (const auto& item : module->named_buffers()) all.emplace_back(part + item.key(), item.value());
  }
  return all;
}

std::vector<at::Tensor> formula_features(const std::vector<std::int64_t>& channels, std::int64_t batch, std::int64_t height,
                                         std::int64_t width) {
  std::vector<at::Tensor> made;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const std::int64_t stride = std::int64_t{4} << i;
    made.push_back(formula::tensor("feature" + std::to_string(i), {batch, channels[i], height / stride, width / stride}, "input"));
  }
  return made;
}

}  // namespace docket::golden
