/// Training and prediction on another device than the CPU.
#include <docket/host.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <docket/training/start_network.hpp>
#include <docket/training/trainer.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../train/support.hpp"
#include "second_device.hpp"

namespace docket::testing {
namespace {

/// One run of small.toml on a device.
class DeviceRun {
 public:
  DeviceRun(const Workplace& place, const std::string& name, const at::Device& device, const std::vector<std::string>& more)
      : device_(device),
        config_(ConfigDocument::load(place.path / "small.toml", words(more))),
        catalog_(Catalog::scan(Catalog::default_folders())),
        data_(load_data(read_data_set_options(config_, "data.train"), config_.read("data", data_schema, data_tables), 1)),
        folder_(fs::exists(place.run(name)) ? RunFolder::open(place.run(name)) : RunFolder::create(place.run(name))) {}

  /// Trains to the end, from the run's last checkpoint where it has one; stops after `steps` as if interrupted.
  TrainingOutcome train(int steps = 1000) {
    Network network = start_network(config_, catalog_, read_training_settings(config_).train, true);
    network.to(device_);
    Trainer trainer(config_, catalog_, std::move(network), folder_, *data_.pictures, data_.pictures.get(), [&steps] { return --steps <= 0; });
    if (const auto last = last_checkpoint(folder_.checkpoints())) trainer.resume(*last);
    return trainer.run();
  }

  [[nodiscard]] std::map<std::string, double> last_metrics() const {
    std::map<std::string, double> last;
    for (const nlohmann::json& line : folder_.metrics()) {
      for (const auto& [name, value] : line.items()) last[name] = value.is_number() ? value.get<double>() : -1;
    }
    return last;
  }

 private:
  static std::vector<std::string> words(std::vector<std::string> more) {
    more.insert(more.begin(), {"train.epochs=3", "train.precision=fp32", "train.memory_format=contiguous"});
    return more;
  }

  at::Device device_;
  ConfigDocument config_;
  Catalog catalog_;
  LoadedData data_;
  RunFolder folder_;
};

}  // namespace

TEST_CASE("a run on another device is the CPU's run: losses, scores and weights") {
  const Workplace place;
  // Adam makes large steps of the rounding in gradients that are 0 but for it, such as those of a bias before a batch norm.
  const std::vector<std::string> plain{"optimizer.use=sgd", "optimizer.lr=1e-2"};
  DeviceRun cpu(place, "cpu", at::kCPU, plain), other(place, "other", second_device(), plain);
  const TrainingOutcome expected = cpu.train(), outcome = other.train();
  CHECK(outcome.progress.step == 6);
  const auto wanted = cpu.last_metrics(), got = other.last_metrics();
  for (const char* name : {"epoch/loss", "epoch/loss_prob", "epoch/loss_thresh", "val/hmean", "val/iou_hmean"}) {
    CAPTURE(name);
    CHECK(got.at(name) == doctest::Approx(wanted.at(name)).epsilon(1e-4));
  }
  const Checkpoint a = read_checkpoint(expected.last), b = read_checkpoint(outcome.last);
  REQUIRE(a.network.size() == b.network.size());
  for (const auto& [name, tensor] : a.network) {
    CAPTURE(name);
    CHECK((b.network.at(name).to(at::kDouble) - tensor.to(at::kDouble)).abs().max().item<double>() < 1e-4);
  }
}

TEST_CASE("a run on another device that was interrupted and resumed is the one that never was") {
  const Workplace place;
  const std::vector<std::string> more{"train.ema_decay=0.9"};
  DeviceRun straight(place, "straight", second_device(), more), resumed(place, "resumed", second_device(), more);
  const TrainingOutcome outcome = straight.train();
  CHECK(resumed.train(3).interrupted);
  const Checkpoint a = read_checkpoint(outcome.last), b = read_checkpoint(resumed.train().last);
  CHECK(b.progress.step == 6);
  CHECK(at::equal(a.random.cpu, b.random.cpu));
  CHECK(at::equal(a.random.device, b.random.device));
  for (const auto& [name, tensor] : a.network) {
    CAPTURE(name);
    CHECK(at::equal(tensor, b.network.at(name)));
    CHECK(at::equal(a.average.at(name), b.average.at(name)));
  }
}

TEST_CASE("what the other optimizers and backbones need is on the device too") {
  const Workplace place;
  const std::vector<std::vector<std::string>> runs{
      {"optimizer.use=adam", "train.memory_format=channels_last"}, {"optimizer.use=radam", "backbone.use=efficientnet", "backbone.variant=b0", "backbone.drop_path=0.3"}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CAPTURE(i);
    std::vector<std::string> words{"train.epochs=1", "train.accumulate=2"};
    words.insert(words.end(), runs[i].begin(), runs[i].end());
    DeviceRun run(place, std::to_string(i), second_device(), words);
    CHECK(run.train().last.filename() == "epoch=0-step=1.ckpt");
  }
}

TEST_CASE("a device that is not there is refused, auto takes the CPU then") {
  CHECK(nn::parse_device("cpu", "train.device").is_cpu());
  CHECK_THROWS_WITH((void)nn::parse_device("gpu", "train.device"), "train.device: is 'gpu', must be one of auto, cpu, cuda");
  if (at::hasCUDA()) {
    CHECK(nn::parse_device("auto", "train.device").is_cuda());
  } else {
    CHECK(nn::parse_device("auto", "train.device").is_cpu());
    CHECK_THROWS_WITH((void)nn::parse_device("cuda", "--device"), doctest::Contains("--device: is cuda, but"));
  }
}

TEST_CASE("prediction on another device finds what the CPU finds") {
  const Workplace place;
  DeviceRun run(place, "run", at::kCPU, {});
  const TrainingOutcome outcome = run.train();
  const Catalog catalog = Catalog::scan(Catalog::default_folders());
  for (const bool frozen : {false, true}) {
    CAPTURE(frozen);
    const PipelineSettings here{.frozen = frozen, .precision = nn::Precision::fp32}, there{.frozen = frozen, .precision = nn::Precision::fp32, .device = second_device()};
    const Pipeline a = Pipeline::load(outcome.last, catalog, here), b = Pipeline::load(outcome.last, catalog, there);
    const cv::Mat picture = read_image(place.path / "pictures/page_0.png");
    const at::Tensor map = a.probability(a.inputs(picture), a.frame_of(picture)), other = b.probability(b.inputs(picture), b.frame_of(picture));
    CHECK(other.device().is_cpu());
    CHECK((map - other).abs().max().item<double>() < 1e-4);
  }
}

}  // namespace docket::testing
