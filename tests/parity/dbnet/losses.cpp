/// The loss alone against golden/dbnet/losses.json.
#include <ATen/core/Tensor.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/sigmoid.h>

#include <docket/nn/safetensors.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../golden.hpp"
#include "compare.hpp"
#include "network.hpp"

using namespace docket;
using namespace docket::golden;
using nlohmann::json;

namespace {

struct Case {
  json expected;
  const SafetensorsFile& tensors;

  [[nodiscard]] at::Tensor map(const std::string& name, at::ScalarType type) const {
    const at::Tensor* found = tensors.find(expected["name"].get<std::string>() + "." + name);
    REQUIRE(found != nullptr);
    return found->to(type, false, true);
  }

  void check(at::ScalarType type, double loss_tolerance, double gradient_tolerance) const {
    const json& weights = expected["weights"];
    const auto head = make_head({{"prob_weight", weights["bce"]}, {"thresh_weight", weights["l1"]}, {"binary_weight", weights["dice"]},
                                 {"negative_ratio", expected["negative_ratio"]}, {"k", expected["k"]}, {"eps", expected["eps"]}});
    const at::Tensor prob = map("prob", type).set_requires_grad(true), thresh = map("thresh", type).set_requires_grad(true);
    const at::Tensor binary = at::sigmoid(expected["k"].get<double>() * (prob - thresh));
    const at::Tensor ones = at::ones_like(prob);
    const NamedTensors losses =
        head->loss({{"prob", prob}, {"thresh", thresh}, {"binary", binary}},
                   {{"prob", map("gt_prob", type)}, {"thresh", map("gt_thresh", type)}, {"prob_mask", ones}, {"thresh_mask", ones}});
    CHECK(losses.front().first == "total");
    of(losses, "total").backward();
    const json& wanted = expected["float64"];
    for (const auto& [ours, theirs] : {std::pair{"total", "total"}, {"prob", "bce"}, {"thresh", "l1"}, {"binary", "dice"}}) {
      CAPTURE(theirs);
      CHECK(gap(of(losses, ours).item<double>(), wanted[theirs]) <= loss_tolerance);
    }
    CHECK(gap(prob.grad().norm().item<double>(), wanted["grad_prob_l2"]) <= gradient_tolerance);
    CHECK(gap(thresh.grad().norm().item<double>(), wanted["grad_thresh_l2"]) <= gradient_tolerance);
    // The summands cancel (two are 1e10 where P is exactly 0 and 1), so the sum is known as well as the largest of them.
    const double sum_gap = std::abs(prob.grad().sum().item<double>() - wanted["grad_prob_sum"].get<double>());
    CHECK(sum_gap <= gradient_tolerance * std::max(1.0, wanted["grad_prob_l2"].get<double>()));
  }
};

}  // namespace

TEST_CASE("every golden case of the loss: float64 from LibTorch's operators, float32 from the compute core") {
  const json file = read("dbnet/losses.json");
  const SafetensorsFile tensors = read_safetensors(folder() / "dbnet/losses.safetensors");
  REQUIRE(file["cases"].size() == 12);
  for (const json& expected : file["cases"]) {
    CAPTURE(expected["name"].get<std::string>());
    const Case c{expected, tensors};
    c.check(at::kDouble, 1e-10, 1e-8);
    c.check(at::kFloat, 1e-5, 5e-3);
  }
}
