/// Weights of a composed network: whole, backbone alone, averaged, half precision, and a checkpoint that is a pipeline.
#include <docket/host.hpp>

#include <cstdlib>

#include <ATen/ops/allclose.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/flip.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>

#include <docket/geometry/polygon_iou.hpp>

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

TEST_CASE("a map goes back from flip, scale and padding to where it was") {
  const at::Tensor map = at::arange(12, at::kFloat).reshape({1, 1, 3, 4});
  ImageFrame frame;
  frame.image = frame.resized = frame.input = frame.map = {4, 3};
  CHECK(at::equal(to_common_map(at::flip(map, {3}), frame, {1, true, false}, frame), map));
  CHECK(at::equal(to_common_map(at::flip(map, {2, 3}), frame, {1, true, true}, frame), map));
  // The picture lies in the first two of four columns; turned over, in the same two, its right column first.
  ImageFrame padded = frame;
  padded.image = padded.resized = {2, 3};
  const at::Tensor turned = at::tensor({2.F, 1.F, 9.F, 9.F}).expand({1, 1, 3, 4}).contiguous();
  const at::Tensor back = to_common_map(turned, padded, {1, true, false}, padded);
  CHECK(back[0][0][0][0].item<float>() == 1);
  CHECK(back[0][0][0][1].item<float>() == 2);
  // Twice as large: pixel i of the small map lies between pixels 2i and 2i + 1 of the large one.
  ImageFrame large = frame;
  large.resized = large.input = large.map = {8, 6};
  const at::Tensor ramp = (at::arange(8, at::kFloat) * 10).expand({1, 1, 6, 8}).contiguous();
  const at::Tensor small = to_common_map(ramp, large, {2, false, false}, frame);
  CHECK(at::allclose(small[0][0][1], at::tensor({5.F, 25.F, 45.F, 65.F})));
}

TEST_CASE("turned over, the same words are found; at other scales, nearly") {
  const Scratch desk;
  write_text(desk / "p.toml", shade_pipeline);
  const auto words = [&](const std::vector<std::string>& overrides) {
    PipelineSettings settings;
    settings.overrides = overrides;
    return Pipeline::load(desk / "p.toml", catalog(), settings).detect(two_words()).detections;
  };
  const auto plain = words({});
  REQUIRE(plain.size() == 2);
  for (const char* flips : {"[\"horizontal\"]", "[\"vertical\"]", "[\"both\"]", "[\"none\", \"horizontal\", \"vertical\", \"both\"]"}) {
    CAPTURE(flips);
    const auto turned = words({std::string("test_time.flips=") + flips});
    REQUIRE(turned.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) CHECK(turned[i].polygon == plain[i].polygon);
  }
  const auto scaled = words({"test_time.scales=[1, 1.5, 2]"});
  REQUIRE(scaled.size() == 2);
  for (const Detection& word : plain) {
    const auto overlap = [&](const Detection& other) { return polygon_iou(IouPolygon(word.polygon), IouPolygon(other.polygon)); };
    CHECK(std::max(overlap(scaled[0]), overlap(scaled[1])) > 0.9);
  }
}

TEST_CASE("members are averaged in the frame of the first, or of [input]") {
  const Composed made;
  const auto member = [&](const char* name, double bias, const char* side) {
    ConfigDocument config = ConfigDocument::load(made.desk / "p.toml", std::vector<std::string>{std::string("input.longest_side=") + side});
    write_safetensors(made.desk / name, {{{"backbone.gain", number(1)}, {"head.bias", number(bias)}}, {{config_metadata_key, config.to_toml(false)}}});
  };
  member("a.ckpt", 0, "128");
  member("b.ckpt", 0.25, "256");
  const std::string words_of_mean = "members = [\"[ab].ckpt\"]\n[postprocess]\nuse = \"db\"\nthresh = 0.5\nbox_thresh = 0.5\n";
  write_text(made.desk / "mean.toml", words_of_mean);
  const auto pixel = [&](const fs::path& file, int x, int y) {
    const Pipeline pipeline = Pipeline::load(file, catalog());
    const cv::Mat rgb = two_words();
    return pipeline.probability(pipeline.inputs(rgb), pipeline.frame_of(rgb))[0][0][y][x].item<double>();
  };
  const Pipeline mean = Pipeline::load(made.desk / "mean.toml", catalog());
  CHECK(mean.input_settings().longest_side == 128);
  CHECK(mean.detect(two_words()).detections.size() == 2);
  const double a = pixel(made.desk / "a.ckpt", 30, 24), b = pixel(made.desk / "b.ckpt", 60, 48);
  CHECK(a != b);
  CHECK(pixel(made.desk / "mean.toml", 30, 24) == doctest::Approx((a + b) / 2).epsilon(1e-6));
  write_text(made.desk / "large.toml", words_of_mean + "[input]\nlongest_side = 256\n");
  CHECK(pixel(made.desk / "large.toml", 60, 48) == doctest::Approx((a + b) / 2).epsilon(1e-6));
}

TEST_CASE("what cannot be averaged is told") {
  const Scratch desk;
  const std::string common = "[postprocess]\nuse = \"db\"\n";
  const auto said = [&](const std::string& text, std::vector<std::string> overrides = {}) -> std::string {
    write_text(desk / "p.toml", text);
    try {
      PipelineSettings settings;
      settings.overrides = std::move(overrides);
      (void)Pipeline::load(desk / "p.toml", catalog(), settings);
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing";
  };
  const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  CHECK(has(said("members = [\"none*.ckpt\"]\n" + common), "p.toml:1:11: no file matches '"));
  CHECK(has(said("members = [\"none.ckpt\"]\n" + common), "none.ckpt"));
  CHECK(has(said("members = 3\n" + common), "'members' must be a list of files"));
  CHECK(has(said("members = [\"p.toml\"]\n" + common), "has 'members' itself"));
  CHECK(has(said("members = [\"q.toml\"]\n[backbone]\nuse = \"shade\"\n" + common), "p.toml:2:1: 'backbone' stands beside 'members'"));
  CHECK(has(said(shade_pipeline, {"test_time.flips=[\"horizontl\"]"}), "has 'horizontl', must be none, horizontal, vertical or both; did you mean 'horizontal'?"));
  CHECK(has(said(shade_pipeline, {"test_time.scales=[]"}), "is an empty list"));
  CHECK(has(said(shade_pipeline, {"test_time.scales=[20]"}), "[0.1, 8]"));
}
