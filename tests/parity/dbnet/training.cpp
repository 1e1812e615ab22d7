/// Train mode against golden/dbnet: losses, gradients, batch norm buffers, five steps of three optimizers.
#include <torch/nn/module.h>
#include <docket/nn/safetensors.hpp>
#include <docket/training/optimizer.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../formula.hpp"
#include "../golden.hpp"
#include "compare.hpp"
#include "network.hpp"

using namespace docket;
using namespace docket::golden;
using nlohmann::json;

namespace {

/// golden's README, table "Tolerances"; float32 is compared with golden's float64.
struct Tolerances {
  double maps, losses, gradients, buffers, step_losses, step_parameters;
};
constexpr Tolerances sharp{1e-10, 1e-10, 1e-8, 1e-10, 1e-8, 1e-9};
constexpr Tolerances rounded{1e-5, 1e-5, 5e-3, 1e-5, 1e-2, 1e-3};

double l2_norm(const at::Tensor& tensor) { return tensor.detach().to(at::kDouble).norm().item<double>(); }

/// One file of golden/dbnet/*_train_*.json in one number format.
class Run {
 public:
  Run(TestNetwork& network, const json& file, std::vector<at::Tensor> inputs, const std::string& targets, at::ScalarType type)
      : network_(network), file_(file), expected_(file["float64"]), inputs_(std::move(inputs)), type_(type),
        tolerances_(type == at::kDouble ? sharp : rounded) {
    for (at::Tensor& input : inputs_) input = input.to(type);
    const SafetensorsFile truth = read_safetensors(folder() / "dbnet/ground_truth.safetensors");
    const at::Tensor prob = truth.find(targets + ".prob")->to(type), thresh = truth.find(targets + ".thresh")->to(type);
    targets_ = {{"prob", prob}, {"thresh", thresh}, {"prob_mask", at::ones_like(prob)}, {"thresh_mask", at::ones_like(prob)}};
    network_.to(type);
    for (const auto& [name, tensor] : all()) start_.push_back(tensor.detach().clone());
  }

  /// Leaves the network as it was found, for the next number format.
  ~Run() { restart(); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void check_first_pass() {
    restart();
    const NamedTensors maps = network_.maps(inputs_);
    for (const auto& [name, map] : maps) {
      CAPTURE(name);
      check_described(map, expected_["outputs_train_mode"][name], file_["positions"][name],
                      name == "binary" && type_ == at::kFloat ? 1e-4 : tolerances_.maps);
    }
    for (const auto& [name, value] : expected_["bn_after_forward"].items()) {
      CAPTURE(name);
      CHECK(relative_gap(l2_norm(of(network_.buffers(), name)), value) <= tolerances_.buffers);
    }
    const NamedTensors losses = network_.loss(maps, targets_);
    check_losses(losses, expected_["losses"], tolerances_.losses);
    of(losses, "total").backward();
    double squares = 0;
    for (const auto& [name, parameter] : network_.parameters()) {
      const double l2 = l2_norm(parameter.grad());
      squares += l2 * l2;
      if (!expected_["grad_l2"].contains(name)) continue;
      CAPTURE(name);
      CHECK(relative_gap(l2, expected_["grad_l2"][name]) <= tolerances_.gradients);
      const double first = parameter.grad().flatten()[0].item<double>();
      CHECK(std::abs(first - expected_["grad_first"][name].get<double>()) <= tolerances_.gradients * l2);
    }
    CHECK(relative_gap(std::sqrt(squares), expected_["grad_l2_all"]) <= tolerances_.gradients);
  }

  void check_steps(const std::string& optimizer) {
    CAPTURE(optimizer);
    restart();
    const json& expected = expected_[optimizer];
    const json& how = file_["optimizers"][optimizer];
    Optimizer optimizer_steps = make_optimizer(how);
    for (std::size_t step = 0; step < expected["loss_before_step"].size(); ++step) {
      CAPTURE(step);
      const NamedTensors losses = network_.loss(network_.maps(inputs_), targets_);
      check_losses(losses, expected["loss_before_step"][step], tolerances_.step_losses);
      for (auto& [name, parameter] : network_.parameters()) parameter.mutable_grad().reset();
      of(losses, "total").backward();
      if (how.contains("clip")) {
        CHECK(relative_gap(clip(how["clip"]), expected["grad_norm_before_clip"][step]) <= tolerances_.gradients);
      }
      optimizer_steps.step();
      for (const auto& [name, l2] : expected["param_l2"].items()) {
        CAPTURE(name);
        CHECK(relative_gap(l2_norm(of(network_.parameters(), name)), l2[step + 1]) <= tolerances_.step_parameters);
      }
    }
    network_.train(false);
    const at::NoGradGuard no_grad;
    const at::Tensor prob = network_.probability(inputs_).to(at::kDouble);
    CHECK(relative_gap(prob.mean().item<double>(), expected["eval_prob_after"]["mean"]) <= tolerances_.step_losses);
    CHECK(relative_gap(l2_norm(prob), expected["eval_prob_after"]["l2"]) <= tolerances_.step_losses);
  }

 private:
  [[nodiscard]] NamedTensors all() const {
    NamedTensors tensors = network_.parameters();
    for (auto& buffer : network_.buffers()) tensors.push_back(buffer);
    return tensors;
  }

  void restart() {
    const at::NoGradGuard no_grad;
    network_.train(true);
    std::size_t i = 0;
    for (auto& [name, tensor] : all()) {
      tensor.copy_(start_[i++]);
      if (tensor.requires_grad()) tensor.mutable_grad().reset();
    }
  }

  void check_losses(const NamedTensors& losses, const json& expected, double tolerance) const {
    for (const auto& [ours, theirs] : {std::pair{"total", "total"}, {"prob", "bce"}, {"thresh", "l1"}, {"binary", "dice"}}) {
      CAPTURE(theirs);
      CHECK(relative_gap(of(losses, ours).item<double>(), expected[theirs]) <= tolerance);
    }
  }

  [[nodiscard]] Optimizer make_optimizer(const json& how) const {
    OptimizerOptions options;
    options.use = how["cls"] == "AdamW" ? "adamw" : "adam";
    REQUIRE((how["cls"] == "AdamW" || how["cls"] == "Adam"));
    options.lr = how["args"]["lr"];
    options.weight_decay = how["args"]["weight_decay"];
    return {network_.parameters(), options};
  }

  /// torch.nn.utils.clip_grad_norm_; returns the norm before.
  double clip(double largest) const {
    double squares = 0;
    for (const auto& [name, parameter] : network_.parameters()) squares += std::pow(l2_norm(parameter.grad()), 2);
    const double before = std::sqrt(squares);
    for (const auto& [name, parameter] : network_.parameters()) parameter.grad().mul_(std::min(1.0, largest / (before + 1e-6)));
    return before;
  }

  TestNetwork& network_;
  const json& file_;
  const json& expected_;
  std::vector<at::Tensor> inputs_;
  at::ScalarType type_;
  Tolerances tolerances_;
  NamedTensors targets_;
  std::vector<at::Tensor> start_;
};

void check_run(TestNetwork network, const json& file, const std::vector<at::Tensor>& inputs, const std::string& targets) {
  for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
    CAPTURE(at::toString(type));
    Run run(network, file, inputs, targets, type);
    run.check_first_pass();
    for (const auto& [optimizer, how] : file["optimizers"].items()) run.check_steps(optimizer);
  }
}

}  // namespace

TEST_CASE("decoder and head train as golden's: losses, gradients, buffers and five steps of each optimizer") {
  for (const std::string name : {"efficientnet_b4", "resnet50"}) {
    CAPTURE(name);
    const json file = read("dbnet/decoder_head_train_" + name + ".json");
    const std::vector<std::int64_t> channels = file["channels"];
    check_run(TestNetwork::decoder_head(name, channels), file, formula_features(channels, 2, file["input_hw"][0], file["input_hw"][1]),
              "decoder_head");
  }
}

TEST_CASE("the whole network trains as golden's") {
  for (const std::string name : {"resnet18", "efficientnet_b4"}) {
    CAPTURE(name);
    const json file = read("dbnet/full_train_" + name + ".json");
    const json& input = file["input"];
    check_run(TestNetwork::full(name, file["gain_encoder"]), file,
              {formula::tensor("input", input["shape"].get<std::vector<std::int64_t>>(), "input")}, "full");
  }
}
