#include <docket/nn/blocks.hpp>

#include <docket/nn/load_weights.hpp>

#include "support/doctest_beside_torch.hpp"

using namespace docket;
using nn::Act;
using nn::Precision;

namespace {

/// Weights and statistics that no norm can hide behind: every channel has another scale and shift.
void shake(torch::nn::Module& root) {
  at::manual_seed(7);
  const at::NoGradGuard no_grad;
  for (auto& [name, tensor] : nn::named_tensors(root)) {
    if (name.ends_with("running_var")) {
      tensor.uniform_(0.3, 3);
    } else if (tensor.dim() == 1) {
      tensor.uniform_(-1, 1);
    }
  }
}

/// The largest difference, in units of the expected tensor's standard deviation.
double gap(const at::Tensor& came, const at::Tensor& wanted) {
  REQUIRE(came.sizes() == wanted.sizes());
  return ((came.to(at::kFloat) - wanted).abs().max() / wanted.std()).item<double>();
}

/// fp32 differs by the order of operations only; bf16 keeps 8 bits of each number.
template <class Forward>
void frozen_equals_unfrozen(torch::nn::Module& root, const Forward& forward) {
  shake(root);
  root.eval();
  const at::NoGradGuard no_grad;
  const at::Tensor wanted = forward().contiguous();
  nn::freeze(root, Precision::fp32);
  for (int call = 0; call < 3; ++call) CHECK(gap(forward(), wanted) < 1e-5);  // weights are packed when a size repeats
  nn::freeze(root, Precision::bf16);
  const at::Tensor halved = forward();
  CHECK((halved.scalar_type() == at::kBFloat16));
  CHECK(gap(halved, wanted) < 0.06);
  root.train();
  root.eval();
  CHECK(gap(forward(), wanted) == 0);
}

at::Tensor input(std::int64_t channels, std::int64_t height = 9, std::int64_t width = 7) {
  at::manual_seed(3);
  return at::randn({2, channels, height, width});
}

}  // namespace

TEST_CASE("a block registers its parameters under the owner's names") {
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::ConvNormAct block(*root, "layer1.0.downsample.0", "layer1.0.downsample.1", {.in = 3, .out = 5});
  std::vector<std::string> names;
  for (const auto& [name, tensor] : nn::named_tensors(*root)) names.push_back(name);
  CHECK(names == std::vector<std::string>{"layer1.0.downsample.0.weight", "layer1.0.downsample.1.bias",
                                          "layer1.0.downsample.1.num_batches_tracked", "layer1.0.downsample.1.running_mean",
                                          "layer1.0.downsample.1.running_var", "layer1.0.downsample.1.weight"});
}

TEST_CASE("a frozen convolution computes what the unfrozen one computes") {
  const auto root = std::make_shared<torch::nn::Module>();
  const at::Tensor x = input(6);
  SUBCASE("with each activation") {
    for (const Act act : {Act::none, Act::relu, Act::silu, Act::sigmoid}) {
      CAPTURE(nn::fused_name(act));
      const auto owner = std::make_shared<torch::nn::Module>();
      const nn::ConvNormAct block(*owner, "conv", "bn", {.in = 6, .out = 10, .kernel = 3, .act = act});
      frozen_equals_unfrozen(*owner, [&] { return block(x); });
    }
  }
  SUBCASE("without a norm, with a bias") {
    const nn::ConvNormAct block(*root, "conv", "", {.in = 6, .out = 10, .kernel = 3, .bias = true});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
  SUBCASE("with a stride and a large kernel") {
    const nn::ConvNormAct block(*root, "conv", "bn", {.in = 6, .out = 10, .kernel = 7, .stride = 2, .act = Act::relu});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
  SUBCASE("depthwise") {
    const nn::ConvNormAct block(*root, "conv", "bn", {.in = 6, .out = 6, .kernel = 5, .groups = 6, .act = Act::silu});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
  SUBCASE("with a residual before the activation") {
    const at::Tensor residual = input(10);
    for (const Act act : {Act::none, Act::relu, Act::silu}) {
      CAPTURE(nn::fused_name(act));
      const auto owner = std::make_shared<torch::nn::Module>();
      const nn::ConvNormAct block(*owner, "conv", "bn", {.in = 6, .out = 10, .act = act});
      const at::Tensor before = residual.clone();
      frozen_equals_unfrozen(*owner, [&] { return block(x, residual); });
      CHECK(at::equal(residual, before));
    }
  }
}

TEST_CASE("a frozen convolution takes inputs of changing sizes") {
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::ConvNormAct block(*root, "conv", "bn", {.in = 40, .out = 72, .kernel = 3, .stride = 2, .act = Act::relu});
  shake(*root);
  root->eval();
  const at::NoGradGuard no_grad;
  const std::vector<at::Tensor> inputs = {input(40, 9, 7), input(40, 64, 48), input(40, 9, 7)};
  std::vector<at::Tensor> wanted;
  for (const at::Tensor& x : inputs) wanted.push_back(block(x));
  nn::freeze(*root, Precision::fp32);
  for (const std::size_t i : {0, 0, 0, 1, 2, 1, 1, 0}) CHECK(gap(block(inputs[i]), wanted[i]) < 1e-5);
}

TEST_CASE("a transposed convolution folds its norm along the output channels, which are not the input channels") {
  const auto root = std::make_shared<torch::nn::Module>();
  const at::Tensor x = input(6);
  SUBCASE("more channels out than in") {
    const nn::ConvTransposeNormAct block(*root, "up", "bn", {.in = 6, .out = 10, .act = Act::relu});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
  SUBCASE("as many out as in, where a wrong axis goes unnoticed by shapes") {
    const nn::ConvTransposeNormAct block(*root, "up", "bn", {.in = 6, .out = 6});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
  SUBCASE("one channel out, no norm, kernel 3") {
    const nn::ConvTransposeNormAct block(*root, "up", "", {.in = 6, .out = 1, .kernel = 3, .act = Act::sigmoid});
    frozen_equals_unfrozen(*root, [&] { return block(x); });
  }
}

TEST_CASE("a frozen squeeze-excite computes what the unfrozen one computes") {
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::ConvNormAct before(*root, "conv", "bn", {.in = 6, .out = 16, .act = Act::silu});
  const nn::SqueezeExcite squeeze(*root, "se", 16, 4);
  const at::Tensor x = input(6);
  frozen_equals_unfrozen(*root, [&] { return squeeze(before(x)); });
}

TEST_CASE("a frozen upsample-add computes what the unfrozen one computes") {
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::UpsampleAdd add(nn::ConvNormAct(*root, "inner", "", {.in = 6, .out = 10}));
  const at::Tensor fine = input(6, 8, 12);
  for (const std::int64_t factor : {2, 4}) {
    const at::Tensor coarse = input(10, 8 / factor, 12 / factor);
    frozen_equals_unfrozen(*root, [&] { return add(fine, coarse); });
  }
}

TEST_CASE("nearest upsampling repeats each pixel") {
  const at::Tensor x = at::arange(6, at::kFloat).view({1, 1, 2, 3});
  const at::Tensor wanted = x.repeat_interleave(2, 2).repeat_interleave(2, 3);
  CHECK(at::equal(nn::upsample_nearest(x, 2), wanted));
}

TEST_CASE("training moves the batch statistics and gives every parameter a gradient") {
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::ConvNormAct first(*root, "conv1", "bn1", {.in = 3, .out = 8, .kernel = 3, .act = Act::silu});
  const nn::SqueezeExcite squeeze(*root, "se", 8, 2);
  const nn::ConvNormAct second(*root, "conv2", "bn2", {.in = 8, .out = 8, .act = Act::relu});
  const nn::ConvTransposeNormAct up(*root, "up", "bn3", {.in = 8, .out = 4, .act = Act::relu});
  nn::initialise_fan_out(*root);
  const at::Tensor x = first(input(3));
  up(second(squeeze(x), x)).square().mean().backward();
  for (const auto& item : root->named_parameters()) {
    INFO(item.key());
    REQUIRE(item.value().grad().defined());
    // What a norm subtracts again has no gradient but rounding noise.
    if (item.key() != "up.bias") CHECK(item.value().grad().abs().max().item<double>() > 0);
  }
  CHECK(first.norm()->num_batches_tracked.item<std::int64_t>() == 1);
  CHECK(first.norm()->running_mean.abs().max().item<double>() > 0);
}

TEST_CASE("drop path keeps the mean and leaves inference alone") {
  at::manual_seed(1);
  const at::Tensor branch = at::ones({4000, 1, 1, 1});
  const at::Tensor dropped = nn::drop_path(branch, 0.25, true);
  CHECK(dropped.mean().item<double>() == doctest::Approx(1).epsilon(0.03));
  CHECK((dropped == 0).sum().item<std::int64_t>() == doctest::Approx(1000).epsilon(0.1));
  CHECK(nn::drop_path(branch, 0.25, false).is_same(branch));
}

TEST_CASE("fan-in start has the spread of the reference system") {
  // reference-system.md 3.5: .088 for a transposed convolution 64 -> 64, .707 for 64 -> 1.
  at::manual_seed(1);
  const auto root = std::make_shared<torch::nn::Module>();
  const nn::ConvTransposeNormAct wide(*root, "wide", "bn", {.in = 64, .out = 64});
  const nn::ConvTransposeNormAct narrow(*root, "narrow", "", {.in = 64, .out = 1});
  nn::initialise_fan_in(*root, 1e-4);
  CHECK(wide.conv().weight.std().item<double>() == doctest::Approx(0.088).epsilon(0.03));
  CHECK(narrow.conv().weight.std().item<double>() == doctest::Approx(0.707).epsilon(0.15));
  CHECK(wide.norm()->bias.mean().item<double>() == doctest::Approx(1e-4));
}

TEST_CASE("precision is one of three words") {
  CHECK((nn::parse_precision("bf16") == Precision::bf16));
  CHECK_THROWS_WITH_AS(nn::parse_precision("fp16"), "precision: is 'fp16', must be one of auto, fp32, bf16", Error);
  CHECK((nn::resolve(Precision::automatic, at::kCPU) == (nn::cpu_multiplies_bf16() ? at::kBFloat16 : at::kFloat)));
}

TEST_CASE("out_indices must rise") {
  CHECK(nn::rising_indices({0, 2}) == std::vector<std::int64_t>{0, 2});
  CHECK_THROWS_AS(nn::rising_indices({}), Error);
  CHECK_THROWS_WITH_AS(nn::rising_indices({2, 2}), "out_indices: is [2, 2], must be a rising list such as [1, 2, 3, 4]", Error);
}
