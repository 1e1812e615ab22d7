/// What the golden files do not hold: sizes without a file, fewer maps, published files, seeds, freezing.
#include <torch/nn/module.h>

#include <docket/nn/freeze.hpp>
#include <docket/nn/load_weights.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../golden.hpp"
#include "backbone_case.hpp"

using namespace docket;

namespace {

std::int64_t count_parameters(Backbone& backbone) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : backbone.module().parameters()) count += parameter.numel();
  return count;
}

/// What timm's classifier part holds: for EfficientNet conv_head, its norm, and the classifier of 1000 classes.
std::int64_t classifier_parameters(std::int64_t channels, std::int64_t head) {
  return channels * head + 2 * head + head * 1000 + 1000;
}

}  // namespace

TEST_CASE("sizes without a golden file have timm's parameter counts") {
  // timm 1.0.31, results/model_metadata-in1k: resnet152 60,192,808; b6 43,040,704; b7 66,347,960, classifier included.
  CHECK(count_parameters(*golden::make_backbone("resnet", "152")) == 60192808 - (2048 * 1000 + 1000));
  CHECK(count_parameters(*golden::make_backbone("efficientnet", "b6")) == 43040704 - classifier_parameters(576, 2304));
  CHECK(count_parameters(*golden::make_backbone("efficientnet", "b7")) == 66347960 - classifier_parameters(640, 2560));
}

TEST_CASE("maps that nobody wants are not built, and their weights are named as ignored") {
  const auto whole = golden::make_backbone("resnet", "18");
  const auto part = golden::make_backbone("resnet", "18", {1, 2});
  CHECK((part->levels() == Levels{{64, 4}, {128, 8}}));
  SafetensorsFile file;
  for (const auto& [name, tensor] : nn::named_tensors(whole->module())) file.tensors.emplace_back(name, tensor.detach());
  const nn::LoadReport report = nn::load_weights(part->module(), file, "", part->ignored_weight_prefixes(), "resnet18");
  CHECK(report.loaded + report.ignored.size() == file.tensors.size());
  CHECK(report.ignored.front().starts_with("layer3."));
  const auto small = golden::make_backbone("efficientnet", "b0", {2});
  CHECK((small->levels() == Levels{{40, 8}}));
  CHECK(small->forward(at::zeros({1, 3, 64, 32})).front().sizes().vec() == std::vector<std::int64_t>{1, 40, 8, 4});
}

TEST_CASE("a published file loads as it is; its classifier keys are ignored by name") {
  for (const std::string model : {"resnet18", "efficientnet_b0"}) {
    INFO(model);
    const nlohmann::json golden = golden::read("backbones/" + model + ".json");
    SafetensorsFile file;
    for (const char* list : {"keys", "keys_only_in_full_model"}) {
      for (const nlohmann::json& key : golden[list]) {
        file.tensors.emplace_back(key["name"].get<std::string>(), at::zeros(key["shape"].get<std::vector<std::int64_t>>()));
      }
    }
    const auto backbone = golden::make_backbone(model.substr(0, model.find_first_of("1_")), model.substr(model.size() - 2));
    const nn::LoadReport report = nn::load_weights(backbone->module(), file, "", backbone->ignored_weight_prefixes(), model);
    CHECK(report.loaded == golden["keys"].size());
    CHECK(report.ignored.size() == golden["keys_only_in_full_model"].size());
    file.tensors.erase(file.tensors.begin());
    CHECK_THROWS_AS(nn::load_weights(backbone->module(), file, "", backbone->ignored_weight_prefixes(), model), Error);
  }
}

TEST_CASE("the seed decides the starting weights") {
  const auto first_weight = [](std::uint64_t seed) {
    at::manual_seed(seed);
    const auto backbone = golden::make_backbone("resnet", "18", {0});
    return backbone->module().named_parameters()["conv1.weight"].detach().clone();
  };
  CHECK(at::equal(first_weight(1), first_weight(1)));
  CHECK(!at::equal(first_weight(1), first_weight(2)));
  // timm: N(0, 2 / (7 * 7 * 64)).
  CHECK(first_weight(3).std().item<double>() == doctest::Approx(std::sqrt(2.0 / (49 * 64))).epsilon(0.03));
}

TEST_CASE("a frozen backbone gives the maps of the unfrozen one") {
  const at::NoGradGuard no_grad;
  for (const auto& [plugin, variant] : {std::pair{"resnet", "18"}, {"resnet", "50"}, {"efficientnet", "b0"}}) {
    INFO(plugin << variant);
    at::manual_seed(5);
    const auto backbone = golden::make_backbone(plugin, variant);
    // Norms away from their start, or residual branches are silent and statistics trivial.
    for (auto& [name, tensor] : nn::named_tensors(backbone->module())) {
      if (name.ends_with("running_var")) tensor.uniform_(0.5, 2);
      if (name.ends_with("running_mean") || (name.find("bn") != std::string::npos && name.ends_with("bias")))
        tensor.uniform_(-0.2, 0.2);
      if (name.find("bn") != std::string::npos && name.ends_with("weight")) tensor.uniform_(0.5, 1);
    }
    backbone->module().eval();
    const at::Tensor image = at::randn({2, 3, 96, 64});
    const std::vector<at::Tensor> wanted = backbone->forward(image);
    nn::freeze(backbone->module(), nn::Precision::fp32);
    const std::vector<at::Tensor> came = backbone->forward(image);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      CHECK(((came[i] - wanted[i]).abs().max() / wanted[i].std()).item<double>() < 1e-4);
    }
    CHECK(at::equal(backbone->forward(image)[0], came[0]));  // nothing of the first pass was overwritten
  }
}
