/// The DB reference system's decoder: top-down sums of 1x1 laterals, one 3x3 output a level, all at stride 4, coarsest first.
#include <docket/plugin.hpp>

#include <ATen/ops/cat.h>
#include <torch/nn/module.h>

#include <memory>
#include <string>
#include <vector>

#include <docket/nn/conv_norm_act.hpp>
#include <docket/nn/initialise_fan_in.hpp>
#include <docket/nn/upsample.hpp>
#include <docket/stages/decoder.hpp>

namespace docket {
namespace {

struct Options {
  std::int64_t inner_channels = 256;
  std::int64_t output_channels = 64;
  std::vector<std::int64_t> expect_channels;
};

constexpr auto schema = options<Options>(
    option("inner_channels", &Options::inner_channels, {1, 4096}, "width of the top-down sums"),
    option("output_channels", &Options::output_channels, {1, 4096}, "channels that each level gives to the result"),
    option("expect_channels", &Options::expect_channels, {1, 65536},
           "channels that the backbone must give, finest level first; empty: whatever it gives"));

template <class Number>
std::string listed(const std::vector<Number>& numbers) {
  std::string text = "[";
  for (const Number& number : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(number);
  return text + "]";
}

class UNet final : public Decoder {
 public:
  explicit UNet(Options options) : options_(std::move(options)) {}

  torch::nn::Module& module() override { return *root_; }

  void build(const Levels& levels) override {
    std::vector<std::int64_t> channels, strides;
    for (const Level& level : levels) {
      channels.push_back(level.channels);
      strides.push_back(level.stride);
    }
    check_strides(strides);
    if (!options_.expect_channels.empty() && options_.expect_channels != channels) {
      throw Error(ErrorKind::model, where,
                  "expect_channels is " + listed(options_.expect_channels) + ", the backbone gives " + listed(channels));
    }
    for (std::size_t i = 0; i < channels.size(); ++i) {
      const std::string level = std::to_string(i);
      inner_.emplace_back(*root_, "inner." + level, "", nn::ConvOptions{.in = channels[i], .out = options_.inner_channels});
    }
    for (std::size_t i = 0; i < channels.size(); ++i) {
      outer_.emplace_back(*root_, "outer." + std::to_string(i), "",
                          nn::ConvOptions{.in = options_.inner_channels, .out = options_.output_channels, .kernel = 3});
    }
    nn::initialise_fan_in(*root_);
    channels_ = std::move(channels);
  }

  at::Tensor forward(std::span<const at::Tensor> features) override {
    check_features(features);
    std::vector<at::Tensor> outputs(features.size());  // coarsest first, as the reference concatenates them
    at::Tensor sum;
    for (std::size_t i = features.size(); i-- > 0;) {
      sum = inner_[i](features[i], sum.defined() ? nn::upsample_nearest(sum, 2) : at::Tensor());
      outputs[features.size() - 1 - i] = nn::upsample_nearest(outer_[i](sum), std::int64_t{1} << i);
    }
    return at::cat(outputs, 1);
  }

  [[nodiscard]] std::int64_t out_channels() const override {
    return options_.output_channels * static_cast<std::int64_t>(channels_.size());
  }

 private:
  static constexpr const char* where = "decoder 'unet'";

  static void check_strides(const std::vector<std::int64_t>& strides) {
    bool doubling = strides.size() >= 2 && strides.front() == 4;
    for (std::size_t i = 1; i < strides.size(); ++i) doubling = doubling && strides[i] == 2 * strides[i - 1];
    if (doubling) return;
    throw Error(ErrorKind::model, where,
                "the backbone gives strides " + listed(strides) + ", wanted at least two, from 4 on and doubling: [4, 8, ...]");
  }

  void check_features(std::span<const at::Tensor> features) const {
    if (features.size() != channels_.size()) {
      throw Error(ErrorKind::model, where,
                  "got " + std::to_string(features.size()) + " features, built for " + std::to_string(channels_.size()));
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (features[i].dim() == 4 && features[i].size(1) == channels_[i]) continue;
      const std::string came = features[i].dim() == 4 ? std::to_string(features[i].size(1)) + " channels"
                                                      : std::to_string(features[i].dim()) + " dimensions";
      throw Error(ErrorKind::model, where,
                  "feature " + std::to_string(i) + " has " + came + ", built for " + std::to_string(channels_[i]) +
                      " (the backbone declares " + listed(channels_) + ")");
    }
  }

  Options options_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  std::vector<std::int64_t> channels_;
  std::vector<nn::ConvNormAct> inner_;
  std::vector<nn::ConvNormAct> outer_;
};

}  // namespace

DOCKET_PLUGIN(Decoder, UNet, "unet", "top-down sums of the backbone's levels, one 3x3 output each, concatenated at stride 4", schema)

}  // namespace docket
