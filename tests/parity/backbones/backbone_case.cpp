#include "support/doctest_beside_torch.hpp"
#include "backbone_case.hpp"

#include <torch/nn/module.h>

#include <map>

#include <docket/nn/load_weights.hpp>

// After LibTorch, whose logging defines CHECK too.

#include "../formula.hpp"
#include "../golden.hpp"

namespace docket::golden {

namespace {

/// The network with formula weights; also compares the names and shapes with the file's list.
void fill(Backbone& backbone, const nlohmann::json& golden) {
  const std::map<std::string, at::Tensor> ours = nn::named_tensors(backbone.module());
  CHECK(ours.size() == golden["keys"].size());
  const at::NoGradGuard no_grad;
  for (const nlohmann::json& key : golden["keys"]) {
    const auto name = key["name"].get<std::string>();
    INFO(name);
    REQUIRE(ours.contains(name));
    const at::Tensor& tensor = ours.at(name);
    REQUIRE(tensor.sizes().vec() == key["shape"].get<std::vector<std::int64_t>>());
    tensor.copy_(formula::tensor(name, tensor.sizes(), key["rule"].get<std::string>(), key.value("fan_in", 1.0),
                                 golden["gain"].get<double>()));
  }
}

/// The largest difference over the 64 values, the mean, and the extremes, in units of the level's standard deviation.
double gap(const at::Tensor& map, const nlohmann::json& positions, const nlohmann::json& expected) {
  const at::Tensor flat = map.to(at::kDouble).contiguous().view(-1);
  double largest = 0;
  const auto compare = [&](double came, const nlohmann::json& wanted) {
    largest = std::max(largest, std::abs(came - number(wanted)));
    if (std::isnan(came)) largest = INFINITY;
  };
  for (std::size_t i = 0; i < positions.size(); ++i)
    compare(flat[positions[i].get<std::int64_t>()].item<double>(), expected["values"][i]);
  compare(flat.mean().item<double>(), expected["mean"]);
  compare(flat.min().item<double>(), expected["min"]);
  compare(flat.max().item<double>(), expected["max"]);
  return largest / number(expected["std"]);
}

void check_values(Backbone& backbone, const nlohmann::json& golden, at::ScalarType format, const char* key, double tolerance) {
  const at::NoGradGuard no_grad;
  backbone.module().to(format);
  const nlohmann::json& input = golden["input"];
  const at::Tensor image =
      formula::tensor(input["name"].get<std::string>(), input["shape"].get<std::vector<std::int64_t>>(), "input").to(format);
  const std::vector<at::Tensor> maps = backbone.forward(image);
  REQUIRE(maps.size() == golden["levels"].size());
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const nlohmann::json& level = golden["levels"][i];
    INFO(key << ", level " << i);
    REQUIRE(maps[i].sizes().vec() == level["shape"].get<std::vector<std::int64_t>>());
    CHECK(gap(maps[i], level["positions"], level[key]) <= tolerance);
  }
}

}  // namespace

void check_backbone(const std::string& model, const std::string& plugin, const std::string& variant) {
  const nlohmann::json golden = read("backbones/" + model + ".json");
  const std::unique_ptr<Backbone> backbone = make_backbone(plugin, variant);
  Levels levels;
  for (std::size_t i = 0; i < golden["channels"].size(); ++i) {
    levels.push_back({golden["channels"][i].get<std::int64_t>(), golden["strides"][i].get<std::int64_t>()});
  }
  CHECK((backbone->levels() == levels));
  std::int64_t parameters = 0;
  for (const at::Tensor& parameter : backbone->module().parameters()) parameters += parameter.numel();
  CHECK(parameters == golden["parameters_features_only"].get<std::int64_t>());
  fill(*backbone, golden);
  backbone->module().eval();
  // golden/README.md, "Tolerances", in units of the level's standard deviation. float32 first: widening it gives float64
  // exactly.
  check_values(*backbone, golden, at::kFloat, "float32", 1e-4);
  fill(*backbone, golden);
  check_values(*backbone, golden, at::kDouble, "float64", 1e-9);
}

}  // namespace docket::golden
