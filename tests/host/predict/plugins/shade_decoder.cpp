/// A decoder for tests: hands on the finest map.
#include <docket/plugin.hpp>

#include <memory>
#include <string>

#include <torch/nn/module.h>

namespace docket {
namespace {

struct Options {
  int most_channels = 64;
};

constexpr auto schema = options<Options>(option("most_channels", &Options::most_channels, {0, 64}, "refuse wider maps"));

class ShadeDecoder final : public Decoder {
 public:
  explicit ShadeDecoder(const Options& options) : options_(options) {}

  torch::nn::Module& module() override { return *root_; }
  void build(const Levels& levels) override {
    channels_ = levels.front().channels;
    if (channels_ > options_.most_channels) {
      throw Error(ErrorKind::model, "decoder 'shade'",
                  "takes at most " + std::to_string(options_.most_channels) + " channels, the backbone gives " + std::to_string(channels_));
    }
  }
  at::Tensor forward(std::span<const at::Tensor> features) override { return features.front(); }
  [[nodiscard]] std::int64_t out_channels() const override { return channels_; }

 private:
  Options options_;
  std::int64_t channels_ = 0;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
};

}  // namespace

DOCKET_PLUGIN(Decoder, ShadeDecoder, "shade", "the finest map, for tests", schema)

}  // namespace docket
