/// A backbone for tests: its one map is how bright the picture is, so white areas become words.
#include <docket/plugin.hpp>

#include <memory>

#include <ATen/ops/avg_pool2d.h>
#include <torch/nn/module.h>

namespace docket {
namespace {

struct Options {
  bool wrong_channels = false;
};

constexpr auto schema = options<Options>(option("wrong_channels", &Options::wrong_channels, "declare two channels, return one"));

class ShadeBackbone final : public Backbone {
 public:
  explicit ShadeBackbone(const Options& options) : options_(options) {
    gain_ = root_->register_parameter("gain", at::ones({1}));
  }

  torch::nn::Module& module() override { return *root_; }
  [[nodiscard]] Levels levels() const override { return {{options_.wrong_channels ? 2 : 1, 4}}; }
  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    return {at::avg_pool2d(image.mean(1, true), {4, 4}) * gain_};
  }

 private:
  Options options_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  at::Tensor gain_;
};

}  // namespace

DOCKET_PLUGIN(Backbone, ShadeBackbone, "shade", "brightness, for tests", schema)

}  // namespace docket
