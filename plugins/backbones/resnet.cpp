/// ResNet 18 to 152 (He et al. 2015; stride on the 3x3 convolution of a bottleneck), with timm's parameter names.
#include <docket/plugin.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <docket/nn/blocks.hpp>

namespace docket {
namespace {

struct Options {
  std::string variant = "50";
  std::vector<std::int64_t> out_indices = {1, 2, 3, 4};
};

constexpr auto schema = options<Options>(
    option("variant", &Options::variant, {"18", "34", "50", "101", "152"}, "number of layers"),
    option("out_indices", &Options::out_indices, {0, 4}, "stages whose maps are returned: stage i has stride 2^(i+1)"));

struct Layout {
  std::array<int, 4> depths;
  bool bottleneck;
};

Layout layout(const std::string& variant) {
  if (variant == "18") return {{2, 2, 2, 2}, false};
  if (variant == "34") return {{3, 4, 6, 3}, false};
  if (variant == "50") return {{3, 4, 6, 3}, true};
  if (variant == "101") return {{3, 4, 23, 3}, true};
  return {{3, 8, 36, 3}, true};
}

/// Two 3x3 convolutions, or 1x1, 3x3, 1x1 with four times as many channels at the end; the input is added before the last ReLU.
class ResidualBlock {
 public:
  ResidualBlock(torch::nn::Module& owner, std::int64_t in, std::int64_t width, std::int64_t stride, bool bottleneck) {
    const std::int64_t out = bottleneck ? 4 * width : width;
    if (bottleneck) {
      convs_.emplace_back(owner, "conv1", "bn1", nn::ConvOptions{.in = in, .out = width, .act = nn::Act::relu});
      convs_.emplace_back(owner, "conv2", "bn2",
                          nn::ConvOptions{.in = width, .out = width, .kernel = 3, .stride = stride, .act = nn::Act::relu});
      convs_.emplace_back(owner, "conv3", "bn3", nn::ConvOptions{.in = width, .out = out, .act = nn::Act::relu});
    } else {
      convs_.emplace_back(owner, "conv1", "bn1",
                          nn::ConvOptions{.in = in, .out = width, .kernel = 3, .stride = stride, .act = nn::Act::relu});
      convs_.emplace_back(owner, "conv2", "bn2", nn::ConvOptions{.in = width, .out = out, .kernel = 3, .act = nn::Act::relu});
    }
    if (stride != 1 || in != out) {
      shortcut_.emplace(owner, "downsample.0", "downsample.1", nn::ConvOptions{.in = in, .out = out, .stride = stride});
    }
  }

  at::Tensor operator()(const at::Tensor& x) const {
    at::Tensor y = x;
    for (std::size_t i = 0; i + 1 < convs_.size(); ++i) y = convs_[i](y);
    return convs_.back()(y, shortcut_ ? (*shortcut_)(x) : x);
  }

  /// A block starts as the identity, as timm has it (zero_init_last).
  void silence() const { convs_.back().norm()->weight.fill_(0); }

 private:
  std::vector<nn::ConvNormAct> convs_;
  std::optional<nn::ConvNormAct> shortcut_;
};

class ResNet final : public Backbone {
 public:
  explicit ResNet(const Options& options) : wanted_(nn::rising_indices(options.out_indices)) {
    const auto [depths, bottleneck] = layout(options.variant);
    all_levels_.push_back({64, 2});
    std::int64_t in = 64;
    for (std::int64_t stage = 1; stage <= wanted_.back(); ++stage) {
      const std::int64_t width = 64 << (stage - 1);
      std::vector<ResidualBlock>& blocks = stages_.emplace_back();
      for (int i = 0; i < depths[static_cast<std::size_t>(stage - 1)]; ++i) {
        torch::nn::Module& owner = nn::child(*root_, "layer" + std::to_string(stage) + "." + std::to_string(i));
        blocks.emplace_back(owner, in, width, stage > 1 && i == 0 ? 2 : 1, bottleneck);
        in = bottleneck ? 4 * width : width;
      }
      all_levels_.push_back({in, std::int64_t{2} << stage});
    }
    const at::NoGradGuard no_grad;
    nn::initialise_fan_out(*root_);
    for (const auto& blocks : stages_) {
      for (const ResidualBlock& block : blocks) block.silence();
    }
  }

  torch::nn::Module& module() override { return *root_; }
  [[nodiscard]] Levels levels() const override { return nn::pick(all_levels_, wanted_); }
  [[nodiscard]] std::vector<std::string> ignored_weight_prefixes() const override {
    std::vector<std::string> ignored{"fc."};
    for (std::size_t stage = stages_.size() + 1; stage <= 4; ++stage) ignored.push_back("layer" + std::to_string(stage) + ".");
    return ignored;
  }

  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    std::vector<at::Tensor> maps{stem_(image)};
    at::Tensor x = maps.front();
    for (const auto& blocks : stages_) {
      if (maps.size() == 1) x = at::max_pool2d(x, 3, 2, 1);
      for (const ResidualBlock& block : blocks) x = block(x);
      maps.push_back(x);
    }
    return nn::pick(maps, wanted_);
  }

 private:
  std::vector<std::int64_t> wanted_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  nn::ConvNormAct stem_{*root_, "conv1", "bn1", {.in = 3, .out = 64, .kernel = 7, .stride = 2, .act = nn::Act::relu}};
  std::vector<std::vector<ResidualBlock>> stages_;
  Levels all_levels_;
};

}  // namespace

DOCKET_PLUGIN(Backbone, ResNet, "resnet", "ResNet 18 to 152, with timm's weight names", schema)

}  // namespace docket
