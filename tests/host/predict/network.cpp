/// Weights of a composed network: whole, backbone alone, averaged, half precision, and a checkpoint that is a pipeline.
#include <docket/host.hpp>

#include <cstdlib>

#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>

#include "support/doctest_beside_torch.hpp"
#include "docket_run.hpp"
#include "pictures.hpp"

using namespace docket;
namespace fs = std::filesystem;

namespace {

Catalog catalog() { return Catalog::scan(Catalog::default_folders()); }

struct Composed {
  Scratch desk;
  ConfigDocument config;
  Network network;
  explicit Composed(std::vector<std::string> overrides = {})
      : config((write_text(desk / "p.toml", shade_pipeline), ConfigDocument::load(desk / "p.toml", overrides))),
        network(Network::compose(config, catalog())) {}
};

double gain(const Network& network) { return network.state().front().second.item<double>(); }
at::Tensor number(double value) { return at::full({1}, value); }

}  // namespace

TEST_CASE("weights are named by part and share memory with the network") {
  const Composed made;
  NamedTensors state = made.network.state();
  REQUIRE(state.size() == 2);
  CHECK(state[0].first == "backbone.gain");
  CHECK(state[1].first == "head.bias");
  CHECK(made.network.parameters().size() == 2);
  state[0].second.detach().fill_(3);
  CHECK(gain(made.network) == 3);
}

TEST_CASE("a whole checkpoint loads, half precision widened, averaged weights first, what else it holds ignored") {
  Composed made;
  write_safetensors(made.desk / "w.ckpt", {{{"backbone.gain", number(2).to(at::kHalf)}, {"head.bias", number(0.5)}}, {}});
  made.network.load(made.desk / "w.ckpt");
  CHECK(gain(made.network) == 2);
  CHECK((made.network.state()[0].second.scalar_type() == at::kFloat));
  write_safetensors(made.desk / "e.ckpt", {{{"backbone.gain", number(2)},
                                            {"ema.backbone.gain", number(4)},
                                            {"head.bias", number(0)},
                                            {"optimizer.exp_avg.0", number(9)}},
                                           {}});
  made.network.load(made.desk / "e.ckpt");
  CHECK(gain(made.network) == 4);
}

TEST_CASE("what does not fit is listed, and nothing was changed") {
  Composed made;
  write_safetensors(made.desk / "w.ckpt", {{{"backbone.gain", at::ones({7})}, {"backbone.extra", number(1)}}, {}});
  try {
    made.network.load(made.desk / "w.ckpt");
    FAIL("loaded");
  } catch (const Error& error) {
    const std::string what = error.what();
    CHECK(error.kind() == ErrorKind::model);
    CHECK(what.find("backbone.gain") != std::string::npos);
    CHECK(what.find("backbone.extra") != std::string::npos);
  }
  CHECK(gain(made.network) == 1);
  write_safetensors(made.desk / "b.safetensors", {{{"gain", number(1)}}, {}});
  CHECK_THROWS_AS(made.network.load(made.desk / "b.safetensors"), Error);
}

TEST_CASE("backbone.weights takes published names and the backbone of a whole network") {
  const Scratch files;
  write_safetensors(files / "published.safetensors", {{{"gain", number(5)}}, {}});
  write_safetensors(files / "whole.ckpt", {{{"backbone.gain", number(6)}, {"head.bias", number(0)}}, {}});
  Composed published({"backbone.weights=" + (files / "published.safetensors").string()});
  published.network.load_configured(published.config);
  CHECK(gain(published.network) == 5);
  Composed whole({"backbone.weights=" + (files / "whole.ckpt").string()});
  whole.network.load_configured(whole.config);
  CHECK(gain(whole.network) == 6);
}

TEST_CASE("a checkpoint alone is a pipeline") {
  const Composed made;
  const fs::path checkpoint = made.desk / "epoch=1-step=2.ckpt";
  write_safetensors(checkpoint, {{{"backbone.gain", number(2)}, {"head.bias", number(0)}},
                                 {{config_metadata_key, made.config.to_toml(false)}}});
  const Pipeline pipeline = Pipeline::load(checkpoint, catalog());
  CHECK(gain(pipeline.network()) == 2);
  CHECK(pipeline.detect(two_words()).detections.size() == 2);
  write_safetensors(made.desk / "bare.ckpt", {{{"backbone.gain", number(2)}}, {}});
  CHECK_THROWS_AS(Pipeline::load(made.desk / "bare.ckpt", catalog()), Error);
}

TEST_CASE("detect wants three channels of 8 bits") {
  const Scratch desk;
  write_text(desk / "p.toml", shade_pipeline);
  const Pipeline pipeline = Pipeline::load(desk / "p.toml", catalog());
  CHECK_THROWS_AS((void)pipeline.detect(cv::Mat(8, 8, CV_8UC1, cv::Scalar(0))), Error);
  CHECK_THROWS_AS((void)pipeline.detect(cv::Mat()), Error);
}

namespace {

/// Batch norms as training leaves them: untouched ones fold to nothing and would hide a wrong fold.
void disturb(const Network& network) {
  const at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : network.state()) {
    if (name.ends_with("running_mean")) tensor.normal_(0, 0.1);
    if (name.ends_with("running_var")) tensor.uniform_(0.5, 2);
  }
}

}  // namespace

TEST_CASE("frozen and unfrozen networks agree to float32 noise") {
  const std::vector<std::vector<std::string>> backbones = {{"backbone.use=resnet", "backbone.variant=18"},
                                                           {"backbone.use=efficientnet", "backbone.variant=b0"}};
  for (std::vector<std::string> words : backbones) {
    CAPTURE(words.front());
    words.insert(words.end(), {"decoder.use=unet", "decoder.inner_channels=32", "head.use=db"});
    Composed made(words);
    disturb(made.network);
    const at::Tensor image = at::randn({1, 3, 96, 160});
    const at::Tensor plain = made.network.probability(image);
    made.network.freeze(nn::Precision::fp32);
    const at::Tensor frozen = made.network.probability(image);
    REQUIRE(frozen.sizes() == plain.sizes());
    CHECK(plain.size(2) == 96);
    CHECK(plain.size(3) == 160);
    CHECK((frozen - plain).abs().max().item<double>() < 1e-4);
    CHECK((plain.max() - plain.min()).item<double>() > 1e-3);
  }
}
