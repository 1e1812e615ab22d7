/// A head for tests: bright is text. With `map` it gives the map of a file instead, whatever the picture.
#include <docket/plugin.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <ATen/ops/upsample_nearest2d.h>
#include <torch/nn/module.h>

#include <docket/nn/safetensors.hpp>

namespace docket {
namespace {

struct Options {
  std::string map = "";
  int delay_ms = 0;
};

constexpr auto schema =
    options<Options>(option("map", &Options::map, "safetensors file whose tensor 'map' [H, W] is the probability map"),
                     option("delay_ms", &Options::delay_ms, {0, 10000}, "time that each picture takes at least"));

class ShadeHead final : public Head {
 public:
  explicit ShadeHead(const Options& options) : options_(options) {
    bias_ = root_->register_parameter("bias", at::zeros({1}));
    if (!options.map.empty()) map_ = read_safetensors(options.map).tensors.front().second.unsqueeze(0).unsqueeze(0);
  }

  torch::nn::Module& module() override { return *root_; }
  void build(std::int64_t) override {}
  at::Tensor probability(const at::Tensor& features) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(options_.delay_ms));
    if (map_.defined()) return map_.clone();
    const std::int64_t height = features.size(2) * 4;
    const std::int64_t width = features.size(3) * 4;
    return at::upsample_nearest2d((features.mean(1, true) + bias_).sigmoid(), {height, width});
  }
  NamedTensors maps(const at::Tensor& features) override { return {{"prob", probability(features)}}; }
  [[nodiscard]] NamedTensors targets(std::span<const std::vector<TargetWord>>, Size) const override { return {}; }
  NamedTensors loss(const NamedTensors&, const NamedTensors&) override { return {}; }

 private:
  Options options_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  at::Tensor bias_;
  at::Tensor map_;
};

}  // namespace

DOCKET_PLUGIN(Head, ShadeHead, "shade", "bright is text, for tests", schema)

}  // namespace docket
