#include <docket/plugins/network_parts.hpp>

#include <cmath>
#include <random>
#include <string>

#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/stack.h>
#include <torch/nn/module.h>

#include <docket/nn/freeze.hpp>
#include <docket/nn/load_weights.hpp>

#include "support/doctest_beside_torch.hpp"

using namespace docket;

namespace {

std::unique_ptr<Head> make_head(const nlohmann::json& options = nlohmann::json::object()) {
  static const Catalog catalog = Catalog::scan(Catalog::default_folders());
  return catalog.create<Head>("db", options);
}

at::Tensor of(const NamedTensors& tensors, const std::string& name) {
  for (const auto& [key, tensor] : tensors) {
    if (key == name) return tensor;
  }
  throw std::runtime_error("no " + name);
}

double value(const NamedTensors& tensors, const std::string& name) { return of(tensors, name).item<double>(); }

double gap(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

/// A batch of one sample.
const std::vector<std::vector<TargetWord>> two_words{{{{{20, 20}, {80, 20}, {80, 44}, {20, 44}}, false}, {{{20, 60}, {80, 60}, {80, 84}, {20, 84}}, true}}};

/// Maps that need gradients, and the targets of two_words as a batch of one.
struct LossCase {
  NamedTensors maps, targets;
  LossCase(const Head& head, at::ScalarType type) {
    for (const auto& [name, map] : head.targets(two_words, {128, 96})) targets.emplace_back(name, map.to(type));
    std::mt19937 random(7);
    for (const char* name : {"prob", "thresh", "binary"}) {
      at::Tensor map = at::empty({1, 1, 96, 128});
      for (std::int64_t i = 0; i < map.numel(); ++i) {
        map.mutable_data_ptr<float>()[i] = std::uniform_real_distribution<float>(0.01F, 0.99F)(random);
      }
      maps.emplace_back(name, map.to(type).set_requires_grad(true));
    }
  }
};

}  // namespace

TEST_CASE("the weights start as Kaiming's fan-in, norms at 1 and 1e-4") {
  const auto head = make_head();
  head->build(256);
  const auto tensors = nn::named_tensors(head->module());
  // reference-system.md 3.5: sqrt(2 / (256 * 9)), and .088 and .707 for the transposed convolutions.
  CHECK(tensors.at("prob.0.weight").std().item<double>() == doctest::Approx(std::sqrt(2.0 / 2304)).epsilon(0.02));
  CHECK(tensors.at("prob.3.weight").std().item<double>() == doctest::Approx(0.0884).epsilon(0.05));
  CHECK(tensors.at("thresh.6.weight").std().item<double>() == doctest::Approx(0.707).epsilon(0.3));
  CHECK(tensors.at("thresh.4.weight").min().item<double>() == 1);
  CHECK(tensors.at("prob.1.bias").max().item<double>() == doctest::Approx(1e-4));
  CHECK(tensors.size() == 2 * 15);
}

TEST_CASE("smooth replaces the threshold branch's transposed convolutions, and freezes like the other") {
  const auto head = make_head({{"smooth", true}, {"inner_channels", 8}});
  head->build(16);
  const auto tensors = nn::named_tensors(head->module());
  CHECK(tensors.contains("thresh.3.1.weight"));
  CHECK(tensors.contains("thresh.6.2.bias"));
  CHECK(tensors.contains("prob.3.weight"));
  const at::NoGradGuard no_grad;
  head->module().eval();
  const at::Tensor features = at::rand({2, 16, 5, 7});
  const NamedTensors plain = head->maps(features);
  CHECK(of(plain, "thresh").sizes() == at::IntArrayRef({2, 1, 20, 28}));
  nn::freeze(head->module(), nn::Precision::fp32);
  const NamedTensors frozen = head->maps(features);
  CHECK(gap(of(plain, "thresh"), of(frozen, "thresh")) < 1e-5);
  CHECK(gap(of(plain, "prob"), of(frozen, "prob")) < 1e-5);
  CHECK(gap(of(plain, "prob"), head->probability(features)) < 1e-5);
}

TEST_CASE("an ignored word changes no term of the loss, whatever the maps say there") {
  const auto head = make_head();
  LossCase c(*head, at::kFloat);
  const NamedTensors before = head->loss(c.maps, c.targets);
  of(before, "total").backward();
  // Rows 50 to 94 hold nothing but the ignored word and its band; see where its gradient is not.
  for (const char* name : {"prob", "thresh", "binary"}) {
    CHECK(of(c.maps, name).grad().slice(2, 62, 83).slice(3, 22, 79).abs().max().item<double>() == 0);
    const at::NoGradGuard no_grad;
    of(c.maps, name).slice(2, 62, 83).slice(3, 22, 79).fill_(0.999);
  }
  const NamedTensors after = head->loss(c.maps, c.targets);
  for (const auto& [name, loss] : before) {
    CAPTURE(name);
    CHECK(loss.item<double>() == doctest::Approx(value(after, name)));
  }
}

TEST_CASE("float32 through the compute core and float64 through LibTorch are one loss") {
  const auto head = make_head();
  LossCase narrow(*head, at::kFloat), wide(*head, at::kDouble);
  const NamedTensors a = head->loss(narrow.maps, narrow.targets), b = head->loss(wide.maps, wide.targets);
  for (const char* name : {"total", "prob", "thresh", "binary"}) CHECK(value(a, name) == doctest::Approx(value(b, name)).epsilon(1e-6));
  of(a, "total").backward();
  of(b, "total").backward();
  CHECK(gap(of(narrow.maps, "prob").grad(), of(wide.maps, "prob").grad()) < 1e-6);
}

TEST_CASE("a map that holds no number makes a loss that is none, and no exception") {
  const auto head = make_head();
  for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
    CAPTURE(at::toString(type));
    LossCase c(*head, type);
    for (const char* name : {"prob", "binary"}) {
      const at::NoGradGuard no_grad;
      of(c.maps, name)[0][0][10][10].fill_(std::numeric_limits<double>::quiet_NaN());
    }
    const NamedTensors losses = head->loss(c.maps, c.targets);
    CHECK(std::isnan(value(losses, "prob")));
    CHECK(std::isnan(value(losses, "total")));
  }
}

TEST_CASE("a sample without words has targets and a loss") {
  const auto head = make_head();
  LossCase c(*head, at::kFloat);
  const std::vector<std::vector<TargetWord>> no_words(1);
  const NamedTensors losses = head->loss(c.maps, head->targets(no_words, {128, 96}));
  CHECK(value(losses, "prob") == 0);
  CHECK(value(losses, "binary") == doctest::Approx(1));
  CHECK(std::isfinite(value(losses, "total")));
}

TEST_CASE("the band counts threshold pixels around words only") {
  const auto all = make_head()->targets(two_words, {128, 96});
  const auto band = make_head({{"thresh_loss_mask", "band"}})->targets(two_words, {128, 96});
  CHECK(of(all, "thresh_mask")[0][0][2][2].item<float>() == 1);
  CHECK(of(band, "thresh_mask")[0][0][2][2].item<float>() == 0);
  CHECK(of(band, "thresh_mask")[0][0][20][50].item<float>() == 1);
  CHECK(of(band, "thresh_mask")[0][0][60][50].item<float>() == 0);  // the ignored word's
  CHECK(gap(of(all, "thresh"), of(band, "thresh")) == 0);
}

TEST_CASE("crossed thresholds are refused") {
  CHECK_THROWS_WITH(make_head({{"thresh_min", 0.7}, {"thresh_max", 0.3}}), "head 'db': thresh_min must be less than thresh_max");
}
