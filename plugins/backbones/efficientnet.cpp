/// EfficientNet b0 to b7 (Tan and Le 2019) as timm builds it: symmetric padding, norm eps 1e-5, timm's parameter names.
#include <docket/plugin.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <docket/nn/blocks.hpp>

namespace docket {
namespace {

struct Options {
  std::string variant = "b0";
  std::vector<std::int64_t> out_indices = {1, 2, 3, 4};
  double drop_path = 0;
};

constexpr auto schema = options<Options>(
    option("variant", &Options::variant, {"b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7"}, "size of the network"),
    option("out_indices", &Options::out_indices, {0, 4}, "maps that are returned: map i has stride 2^(i+1)"),
    option("drop_path", &Options::drop_path, {0, 0.9},
           "chance that training skips the last block; earlier blocks less, in proportion"));

/// Factors of width and depth (the paper's repository, efficientnet_builder.py).
struct Scale {
  double width;
  double depth;
};

Scale scale(const std::string& variant) {
  constexpr std::array<Scale, 8> scales{
      {{1.0, 1.0}, {1.0, 1.1}, {1.1, 1.2}, {1.2, 1.4}, {1.4, 1.8}, {1.6, 2.2}, {1.8, 2.6}, {2.0, 3.1}}};
  return scales.at(static_cast<std::size_t>(variant.at(1) - '0'));
}

/// A stage of b0 (table 1 of the paper).
struct Stage {
  std::int64_t kernel, stride, expand, out;
  int repeats;
};
constexpr std::array<Stage, 7> stages{{{3, 1, 1, 16, 1},
                                       {3, 2, 6, 24, 2},
                                       {5, 2, 6, 40, 2},
                                       {3, 2, 6, 80, 3},
                                       {5, 1, 6, 112, 3},
                                       {5, 2, 6, 192, 4},
                                       {3, 1, 6, 320, 1}}};
/// The last stage of each stride: where its map is taken.
constexpr std::array<std::size_t, 5> map_after{0, 1, 2, 4, 6};

/// The nearest multiple of 8, but not less than 90 % of the wish.
std::int64_t scaled_width(std::int64_t channels, double factor) {
  const double wish = static_cast<double>(channels) * factor;
  const auto near = std::max<std::int64_t>(8, static_cast<std::int64_t>(wish + 4) / 8 * 8);
  return static_cast<double>(near) < 0.9 * wish ? near + 8 : near;
}

/// Mobile inverted bottleneck: expand 1x1 (not in the first stage), depthwise, squeeze-excite, project 1x1, residual.
class InvertedResidual {
 public:
  InvertedResidual(torch::nn::Module& owner, std::int64_t in, std::int64_t out, const Stage& stage, std::int64_t stride,
                   double drop)
      : owner_(&owner), residual_(stride == 1 && in == out), drop_(drop) {
    const std::int64_t middle = in * stage.expand;
    const bool expands = stage.expand != 1;
    if (expands) expand_.emplace(owner, "conv_pw", "bn1", nn::ConvOptions{.in = in, .out = middle, .act = nn::Act::silu});
    depthwise_.emplace(
        owner, "conv_dw", expands ? "bn2" : "bn1",
        nn::ConvOptions{
            .in = middle, .out = middle, .kernel = stage.kernel, .stride = stride, .groups = middle, .act = nn::Act::silu});
    squeeze_.emplace(owner, "se", middle, in / 4);
    project_.emplace(owner, expands ? "conv_pwl" : "conv_pw", expands ? "bn3" : "bn2",
                     nn::ConvOptions{.in = middle, .out = out});
  }

  at::Tensor operator()(const at::Tensor& x) const {
    const at::Tensor y = (*squeeze_)((*depthwise_)(expand_ ? (*expand_)(x) : x));
    if (!residual_) return (*project_)(y);
    if (drop_ == 0 || !owner_->is_training()) return (*project_)(y, x);
    return nn::drop_path((*project_)(y), drop_, true) + x;
  }

 private:
  torch::nn::Module* owner_;
  bool residual_;
  double drop_;
  std::optional<nn::ConvNormAct> expand_, depthwise_, project_;
  std::optional<nn::SqueezeExcite> squeeze_;
};

class EfficientNet final : public Backbone {
 public:
  explicit EfficientNet(const Options& options)
      : scale_(scale(options.variant)),
        wanted_(nn::rising_indices(options.out_indices)),
        stem_(*root_, "conv_stem", "bn1",
              {.in = 3, .out = scaled_width(32, scale_.width), .kernel = 3, .stride = 2, .act = nn::Act::silu}) {
    const auto depth = [&](const Stage& stage) { return static_cast<int>(std::ceil(stage.repeats * scale_.depth)); };
    int total = 0;
    for (const Stage& stage : stages) total += depth(stage);
    std::int64_t in = stem_.conv().options().out;
    std::int64_t stride = 2;
    int built = 0;
    for (std::size_t s = 0; s <= map_after.at(static_cast<std::size_t>(wanted_.back())); ++s) {
      const std::int64_t out = scaled_width(stages[s].out, scale_.width);
      std::vector<InvertedResidual>& blocks = stages_.emplace_back();
      for (int i = 0; i < depth(stages[s]); ++i, ++built) {
        torch::nn::Module& owner = nn::child(*root_, "blocks." + std::to_string(s) + "." + std::to_string(i));
        blocks.emplace_back(owner, in, out, stages[s], i == 0 ? stages[s].stride : 1, options.drop_path * built / total);
        in = out;
      }
      stride *= stages[s].stride;
      if (gives_map(s)) all_levels_.push_back({in, stride});
    }
    nn::initialise_fan_out(*root_);
  }

  torch::nn::Module& module() override { return *root_; }
  [[nodiscard]] Levels levels() const override { return nn::pick(all_levels_, wanted_); }
  [[nodiscard]] std::vector<std::string> ignored_weight_prefixes() const override {
    std::vector<std::string> ignored{"conv_head.", "bn2.", "classifier."};
    for (std::size_t s = stages_.size(); s < stages.size(); ++s) ignored.push_back("blocks." + std::to_string(s) + ".");
    return ignored;
  }

  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    std::vector<at::Tensor> maps;
    at::Tensor x = stem_(image);
    for (std::size_t s = 0; s < stages_.size(); ++s) {
      for (const InvertedResidual& block : stages_[s]) x = block(x);
      if (gives_map(s)) maps.push_back(x);
    }
    return nn::pick(maps, wanted_);
  }

 private:
  static bool gives_map(std::size_t stage) { return std::find(map_after.begin(), map_after.end(), stage) != map_after.end(); }

  Scale scale_;
  std::vector<std::int64_t> wanted_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  nn::ConvNormAct stem_;
  std::vector<std::vector<InvertedResidual>> stages_;
  Levels all_levels_;
};

}  // namespace

DOCKET_PLUGIN(Backbone, EfficientNet, "efficientnet", "EfficientNet b0 to b7, with timm's weight names", schema)

}  // namespace docket
