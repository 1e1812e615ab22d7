#include <docket/training/checkpoint.hpp>

#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include "support/doctest_beside_torch.hpp"
#include "../data/support.hpp"

namespace docket {
namespace {

NamedTensors two_parameters() {
  return {{"backbone.a", at::full({2, 3}, 0.5).requires_grad_()}, {"head.b", at::full({4}, -1.0).requires_grad_()}};
}

/// A step whose gradient depends on the weights, so that a difference would grow.
void step(Optimizer& optimizer, const NamedTensors& parameters) {
  optimizer.zero_grad();
  at::Tensor loss = (parameters[0].second * parameters[0].second).sum() + (parameters[1].second - 2).abs().sum();
  loss.backward();
  optimizer.step();
}

}  // namespace

TEST_CASE("checkpoint names go both ways, and other files are none") {
  CHECK(checkpoint_name({15, 13088}) == "epoch=15-step=13088.ckpt");
  const auto parsed = parse_checkpoint_name("epoch=15-step=13088.ckpt");
  REQUIRE(parsed);
  CHECK(parsed->epoch == 15);
  CHECK(parsed->step == 13088);
  for (const char* name : {"epoch=15-step=.ckpt", "epoch=1-step=2.ckpt.tmp", ".epoch=1-step=2.ckpt", "scores.json", ""}) {
    CHECK_FALSE(parse_checkpoint_name(name));
  }
}

TEST_CASE("the last checkpoint is the one with the most steps, not the newest file") {
  const testing::TemporaryFolder folder;
  (void)folder.write("epoch=1-step=200.ckpt", "");
  (void)folder.write("epoch=0-step=1000.ckpt", "");
  (void)folder.write("epoch=0-step=99.ckpt", "");
  CHECK(last_checkpoint(folder.path)->filename() == "epoch=0-step=1000.ckpt");
  CHECK_FALSE(last_checkpoint(folder.path / "none"));
}

TEST_CASE("an optimizer goes on from its saved state as if it had never stopped") {
  for (const char* use : {"adam", "adamw"}) {
    CAPTURE(use);
    OptimizerOptions options;
    options.use = use;
    options.lr = 0.05;
    const testing::TemporaryFolder folder;
    const NamedTensors straight = two_parameters(), first = two_parameters(), second = two_parameters();
    Optimizer whole(straight, options), begun(first, options);
    MovingAverage average(first, 0.9), resumed_average(second, 0.9);
    for (int i = 0; i < 3; ++i) step(begun, first);
    average.update(3);
    write_checkpoint(folder.path / "x.ckpt", first, average, begun, {at::zeros({4}, at::kByte), {}}, {1, 3}, "[train]\nseed = 1\n");

    const Checkpoint checkpoint = read_checkpoint(folder.path / "x.ckpt");
    CHECK(checkpoint.progress.step == 3);
    CHECK(checkpoint.progress.epoch == 1);
    Optimizer resumed(second, options);
    restore_tensors(second, checkpoint.network, "x.ckpt");
    resumed_average.load(checkpoint.average, "x.ckpt");
    resumed.load(checkpoint.optimizer, "x.ckpt");
    for (int i = 0; i < 4; ++i) step(resumed, second);
    for (int i = 0; i < 7; ++i) step(whole, straight);
    for (std::size_t i = 0; i < straight.size(); ++i) CHECK(at::equal(straight[i].second, second[i].second));
    for (std::size_t i = 0; i < straight.size(); ++i) CHECK(at::equal(average.tensors()[i].second, resumed_average.tensors()[i].second));
  }
}

TEST_CASE("what a checkpoint lacks is named") {
  const testing::TemporaryFolder folder;
  const NamedTensors parameters = two_parameters();
  const MovingAverage none(parameters, 0);
  Optimizer optimizer(parameters, {});
  write_checkpoint(folder.path / "x.ckpt", parameters, none, optimizer, {at::zeros({4}, at::kByte), {}}, {}, "");
  const Checkpoint checkpoint = read_checkpoint(folder.path / "x.ckpt");
  CHECK_THROWS_WITH(optimizer.load(checkpoint.optimizer, "x.ckpt"), doctest::Contains("holds no state of the optimizer 'adam'"));
  CHECK_THROWS_WITH(restore_tensors({{"backbone.c", at::zeros({1})}}, checkpoint.network, "x.ckpt"), doctest::Contains("lacks 'backbone.c'"));
  CHECK_THROWS_WITH(restore_tensors({{"backbone.a", at::zeros({1})}}, checkpoint.network, "x.ckpt"), doctest::Contains("another shape"));
  write_safetensors(folder.path / "w.safetensors", {{{"backbone.a", at::zeros({1})}}, {}});
  CHECK_THROWS_WITH((void)read_checkpoint(folder.path / "w.safetensors"), doctest::Contains("no checkpoint of a training run"));
}

TEST_CASE("the shelf keeps the best and the last, also across a restart") {
  const testing::TemporaryFolder folder;
  const double scores[] = {0.1, 0.5, 0.3, 0.4, 0.2};
  for (int i = 0; i < 5; ++i) {
    CheckpointShelf shelf(folder.path, 2);
    const std::string name = checkpoint_name({i, 10 * (i + 1)});
    (void)folder.write(name, "");
    shelf.added(name, scores[i]);
  }
  CHECK_FALSE(std::filesystem::exists(folder.path / "epoch=0-step=10.ckpt"));
  CHECK(std::filesystem::exists(folder.path / "epoch=1-step=20.ckpt"));
  CHECK_FALSE(std::filesystem::exists(folder.path / "epoch=2-step=30.ckpt"));
  CHECK(std::filesystem::exists(folder.path / "epoch=3-step=40.ckpt"));
  CHECK(std::filesystem::exists(folder.path / "epoch=4-step=50.ckpt"));  // the last
  CHECK(CheckpointShelf(folder.path, 2).best()->first == "epoch=1-step=20.ckpt");
}

TEST_CASE("the moving average follows slowly, and faster at the start") {
  const NamedTensors weights{{"w", at::zeros({1})}, {"count", at::zeros({1}, at::kLong)}};
  MovingAverage average(weights, 0.99);
  weights[0].second.fill_(1);
  weights[1].second.fill_(7);
  average.update(1);
  CHECK(average.tensors()[0].second.item<double>() == doctest::Approx(1 - 2.0 / 11));
  CHECK(average.tensors()[1].second.item<std::int64_t>() == 7);
  for (std::int64_t step = 2; step < 3000; ++step) average.update(step);
  CHECK(average.tensors()[0].second.item<double>() == doctest::Approx(1));
}

}  // namespace docket
