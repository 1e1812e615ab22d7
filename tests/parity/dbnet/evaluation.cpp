/// Forward in eval mode against golden/dbnet: decoder and head on formula features, and the whole network.

#include <ATen/core/grad_mode.h>

#include "support/doctest_beside_torch.hpp"
#include "../formula.hpp"
#include "../golden.hpp"
#include "compare.hpp"
#include "network.hpp"

using namespace docket;
using namespace docket::golden;
using nlohmann::json;

namespace {

/// float64 sharp, float32 as golden's README allows (binary: k = 50 amplifies).
double tolerance(at::ScalarType type, const std::string& name) {
  return type == at::kDouble ? 1e-10 : name == "binary" ? 1e-4 : 1e-5;
}

void check_maps(TestNetwork& network, const std::vector<at::Tensor>& inputs, const json& outputs, at::ScalarType type) {
  const at::NoGradGuard no_grad;
  for (const auto& [name, map] : network.maps(inputs)) {
    CAPTURE(name);
    if (!outputs.contains(name)) continue;
    CHECK(map.sizes().vec() == outputs[name]["shape"].get<std::vector<std::int64_t>>());
    check_described(map, outputs[name]["float64"], outputs[name]["positions"], tolerance(type, name));
  }
}

std::vector<at::Tensor> converted(std::vector<at::Tensor> tensors, at::ScalarType type) {
  for (at::Tensor& tensor : tensors) tensor = tensor.to(type);
  return tensors;
}

}  // namespace

TEST_CASE("decoder and head on formula features give golden's maps, plain in both formats and frozen") {
  const json file = read("dbnet/decoder_head_eval.json");
  for (const std::string name : {"efficientnet_b4", "resnet50", "resnet18"}) {
    CAPTURE(name);
    const json& expected = file[name];
    const std::vector<std::int64_t> channels = expected["channels"];
    TestNetwork network = TestNetwork::decoder_head(name, channels);
    network.train(false);
    const auto features = formula_features(channels, 1, file["input_hw"][0], file["input_hw"][1]);
    for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
      CAPTURE(at::toString(type));
      network.to(type);
      const at::NoGradGuard no_grad;
      // Like a backbone's level: its numbers are not bounded by 1.
      const json& fused = expected["outputs"]["fused"];
      check_described(network.features(converted(features, type)), fused["float64"], fused["positions"],
                      type == at::kDouble ? 1e-10 : 1e-4 * fused["float64"]["std"].get<double>());
      check_maps(network, converted(features, type), expected["outputs"], type);
    }
    network.freeze_fp32();
    check_maps(network, features, expected["outputs"], at::kFloat);
    network.train(true);
    network.train(false);
    check_maps(network, features, expected["outputs"], at::kFloat);
  }
}

TEST_CASE("the whole network gives golden's maps, plain in both formats and frozen") {
  for (const std::string name : {"resnet18", "resnet50", "efficientnet_b4"}) {
    CAPTURE(name);
    const json file = read("dbnet/full_" + name + "_eval.json");
    TestNetwork network = TestNetwork::full(name, file["gain_encoder"]);
    network.train(false);
    const at::Tensor input = formula::tensor("input", file["input"]["shape"].get<std::vector<std::int64_t>>(), "input");
    for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
      CAPTURE(at::toString(type));
      network.to(type);
      check_maps(network, {input.to(type)}, file["outputs"], type);
    }
    network.freeze_fp32();
    check_maps(network, {input}, file["outputs"], at::kFloat);
  }
}
