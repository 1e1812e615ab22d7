/// Expected values: torch 2.13.0 in Python (torch.optim), float64, on the two parameters and the loss below.
#include <docket/training/optimizer.hpp>

#include <ATen/ops/tensor.h>

#include "support/doctest_beside_torch.hpp"

namespace docket {
namespace {

at::Tensor row(const std::vector<double>& values) { return at::tensor(values, at::kDouble); }

struct Problem {
  NamedTensors parameters{{"backbone.a", row({1, -2, 3}).set_requires_grad(true)}, {"head.b", row({0.5}).set_requires_grad(true)}};

  void step(Optimizer& optimizer) {
    const at::Tensor &a = parameters[0].second, &b = parameters[1].second;
    optimizer.zero_grad();
    ((a.square() * row({1, 2, 0.5})).sum() + (b - a[0]).square().sum()).backward();
    optimizer.step();
  }
  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> all;
    for (const auto& [name, tensor] : parameters) {
      for (std::int64_t i = 0; i < tensor.numel(); ++i) all.push_back(tensor[i].item<double>());
    }
    return all;
  }
};

OptimizerOptions options(const std::string& use) {
  OptimizerOptions chosen;
  chosen.use = use;
  chosen.lr = 0.1;
  chosen.beta2 = 0.8;
  chosen.weight_decay = 0.01;
  chosen.lr_factors = {"head.=0.1"};
  return chosen;
}

void check(const OptimizerOptions& chosen, const std::vector<double>& after_5, const std::vector<double>& after_8) {
  Problem problem;
  Optimizer optimizer(problem.parameters, chosen);
  for (int i = 0; i < 5; ++i) problem.step(optimizer);
  for (std::size_t i = 0; i < 4; ++i) CHECK(problem.values()[i] == doctest::Approx(after_5[i]).epsilon(1e-9));
  for (int i = 0; i < 3; ++i) problem.step(optimizer);
  for (std::size_t i = 0; i < 4; ++i) CHECK(problem.values()[i] == doctest::Approx(after_8[i]).epsilon(1e-9));
}

}  // namespace

TEST_CASE("radam, with a rate of its own for a part") {
  check(options("radam"), {0.065226513850, 0.509410622968, 1.645189530271, 0.520882903809},
        {0.002884696079, 0.665710918680, 1.318538527794, 0.512663107277});
}

TEST_CASE("adamw") {
  check(options("adamw"), {0.494283593174, -1.488957227339, 2.484543614841, 0.548705121421},
        {0.201375631423, -1.178478700474, 2.172948197653, 0.564304153600});
}

TEST_CASE("sgd with and without momentum") {
  OptimizerOptions chosen = options("sgd");
  chosen.nesterov = true;
  check(chosen, {0.125804819776, 0.326600804296, -0.332371768377, 0.456744368817},
        {0.260862675952, -0.203715863199, -1.186028251559, 0.368628898118});
  chosen.nesterov = false;
  chosen.momentum = 0;
  check(chosen, {0.312666075610, -0.154228312806, 1.761650345713, 0.508471175334},
        {0.264155018106, -0.033147026445, 1.279967046379, 0.495570446772});
}

TEST_CASE("each optimizer goes on from its state as if it had not stopped") {
  for (const char* use : {"adam", "adamw", "radam", "sgd"}) {
    CAPTURE(use);
    Problem whole, parts;
    Optimizer straight(whole.parameters, options(use)), first(parts.parameters, options(use));
    for (int i = 0; i < 6; ++i) whole.step(straight);
    for (int i = 0; i < 3; ++i) parts.step(first);
    std::map<std::string, at::Tensor> state;
    for (const auto& [name, tensor] : first.state()) state[name] = tensor.clone();
    Optimizer second(parts.parameters, options(use));
    second.load(state, "x.ckpt");
    for (int i = 0; i < 3; ++i) parts.step(second);
    CHECK(whole.values() == parts.values());
    if (use == std::string("sgd")) continue;
    CHECK_THROWS_WITH(Optimizer(parts.parameters, options("sgd")).load(state, "x.ckpt"), doctest::Contains("holds no state of the optimizer 'sgd'"));
    state.erase("optimizer.mean.head.b");
    CHECK_THROWS_WITH(second.load(state, "x.ckpt"), doctest::Contains("lacks 'optimizer.mean.head.b'"));
  }
}

TEST_CASE("a weight without a gradient stays") {
  Problem problem;
  Optimizer optimizer(problem.parameters, options("radam"));
  at::Tensor(problem.parameters[1].second).set_requires_grad(false);
  for (int i = 0; i < 3; ++i) problem.step(optimizer);
  CHECK(problem.values()[3] == 0.5);
  CHECK(problem.values()[0] != 1);
  CHECK(optimizer.state().size() == 3);
}

TEST_CASE("rules that fit no weight are refused with the nearest part") {
  const std::vector<std::string> names{"backbone.layer1.0.conv1.weight", "head.prob.0.weight"};
  CHECK_THROWS_WITH(NameRules("optimizer.lr_factors", {"backbon.=0.1"}, 1, names),
                    "optimizer.lr_factors: 'backbon.' begins no weight's name; did you mean 'backbone.'?");
  CHECK_THROWS_WITH(NameRules("optimizer.lr_factors", {"head.=x"}, 1, names), doctest::Contains("'head.=x' must be the beginning of a weight's name"));
  const NameRules rules("train.freeze", {"backbone.=3", "backbone.layer1.=5", "head."}, 100, names);
  CHECK(rules.number("backbone.conv1.weight", 0) == 3);
  CHECK(rules.number(names[0], 0) == 5);
  CHECK(rules.number(names[1], 0) == 100);
  CHECK(rules.number("decoder.x", 0) == 0);
}

}  // namespace docket
