/// The DB head: a probability and a threshold map, joined by a steep sigmoid in training (Liao et al. 2020, "Real-time Scene Text
/// Detection with Differentiable Binarization"; reference-system.md 3.2, 3.5, 3.6).
#include <docket/plugin.hpp>

#include <ATen/autocast_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/sigmoid.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <docket/kernels.h>
#include <docket/nn/initialise_fan_in.hpp>
#include <docket/stages/head.hpp>

#include "db_branch.hpp"
#include "db_loss.hpp"

namespace docket {
namespace {

struct Options {
  std::int64_t inner_channels = 0;
  bool smooth = false;
  double k = 50;
  double shrink_ratio = 0.4;
  double thresh_min = 0.3;
  double thresh_max = 0.7;
  double prob_weight = 5;
  double thresh_weight = 10;
  double binary_weight = 1;
  double negative_ratio = 3;
  double eps = 1e-6;
  std::string thresh_loss_mask = "all";
};

constexpr auto schema = options<Options>(
    option("inner_channels", &Options::inner_channels, {0, 4096}, "channels inside a branch; 0: a quarter of the decoder's"),
    option("smooth", &Options::smooth, "threshold branch enlarges by nearest neighbour and 3x3 convolutions instead of transposed ones"),
    option("k", &Options::k, {1, 1000}, "steepness of the approximate binary map 1 / (1 + exp(-k (prob - thresh)))"),
    option("shrink_ratio", &Options::shrink_ratio, {0, 0.99}, "words shrink by area * (1 - shrink_ratio^2) / perimeter in the target"),
    option("thresh_min", &Options::thresh_min, {0, 1}, "threshold target away from text"),
    option("thresh_max", &Options::thresh_max, {0, 1}, "threshold target on a word's outline"),
    option("prob_weight", &Options::prob_weight, {0, 1e3}, "weight of the balanced cross-entropy on the probability map"),
    option("thresh_weight", &Options::thresh_weight, {0, 1e3}, "weight of the mean distance on the threshold map"),
    option("binary_weight", &Options::binary_weight, {0, 1e3}, "weight of the dice loss on the approximate binary map"),
    option("negative_ratio", &Options::negative_ratio, {0, 1e3}, "hardest background pixels that count, as a multiple of the text pixels"),
    option("eps", &Options::eps, {0, 1e-2}, "added to the denominators of the losses"),
    option("thresh_loss_mask", &Options::thresh_loss_mask, {"all", "band"},
           "pixels where the threshold map is judged: all (the reference system) or the band around words (the DB paper)"));

/// Words as the compute core takes them.
struct WordList {
  std::vector<double> xy;
  std::vector<std::int64_t> starts{0};
  std::vector<std::uint8_t> ignore;

  explicit WordList(const std::vector<TargetWord>& words) {
    for (const TargetWord& word : words) {
      for (const Point& point : word.polygon) xy.insert(xy.end(), {point.x, point.y});
      starts.push_back(static_cast<std::int64_t>(xy.size() / 2));
      ignore.push_back(word.ignore ? 1 : 0);
    }
  }
  /// Points into this.
  [[nodiscard]] docket_polygons polygons() const { return {xy.data(), starts.data(), static_cast<std::int64_t>(ignore.size())}; }
};

class Db final : public Head {
 public:
  explicit Db(Options options) : options_(std::move(options)) {
    if (options_.thresh_min >= options_.thresh_max) {
      throw Error(ErrorKind::config, where, "thresh_min must be less than thresh_max");
    }
  }

  torch::nn::Module& module() override { return *root_; }

  void build(std::int64_t in_channels) override {
    const std::int64_t inner = options_.inner_channels > 0 ? options_.inner_channels : std::max<std::int64_t>(in_channels / 4, 1);
    prob_ = root_->register_module("prob", std::make_shared<db::Branch>(in_channels, inner, false));
    thresh_ = root_->register_module("thresh", std::make_shared<db::Branch>(in_channels, inner, options_.smooth));
    nn::initialise_fan_in(*root_);
  }

  at::Tensor probability(const at::Tensor& features) override { return prob_->forward(features); }

  NamedTensors maps(const at::Tensor& features) override {
    const at::Tensor prob = prob_->forward(features), thresh = thresh_->forward(features);
    return {{"prob", prob}, {"thresh", thresh}, {"binary", at::sigmoid(options_.k * (prob - thresh))}};
  }

  [[nodiscard]] NamedTensors targets(std::span<const std::vector<TargetWord>> samples, Size input) const override;

  NamedTensors loss(const NamedTensors& maps, const NamedTensors& targets) override {
    // The terms need float32 also inside a trainer's autocast.
    const c10::impl::ExcludeDispatchKeyGuard no_autocast(c10::autocast_dispatch_keyset);
    const at::Tensor prob_target = of(targets, "prob"), prob_mask = of(targets, "prob_mask");
    const at::Tensor prob = db::balanced_bce(of(maps, "prob"), prob_target, prob_mask, options_.negative_ratio, options_.eps);
    const at::Tensor thresh = db::masked_l1(of(maps, "thresh"), of(targets, "thresh"), of(targets, "thresh_mask"));
    const at::Tensor binary = db::masked_dice(of(maps, "binary"), prob_target, prob_mask, options_.eps);
    const at::Tensor total = options_.prob_weight * prob + options_.thresh_weight * thresh + options_.binary_weight * binary;
    return {{"total", total}, {"prob", prob}, {"thresh", thresh}, {"binary", binary}};
  }

 private:
  static constexpr const char* where = "head 'db'";

  static const at::Tensor& of(const NamedTensors& tensors, std::string_view name) {
    const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == tensors.end()) throw Error(ErrorKind::model, where, "got no map '" + std::string(name) + "'");
    return found->second;
  }

  Options options_;
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  std::shared_ptr<db::Branch> prob_;
  std::shared_ptr<db::Branch> thresh_;
};

NamedTensors Db::targets(std::span<const std::vector<TargetWord>> samples, Size input) const {
  const auto is_ignored = [](const TargetWord& word) { return word.ignore; };
  const bool some_ignored = std::any_of(samples.begin(), samples.end(), [&](const auto& words) { return std::any_of(words.begin(), words.end(), is_ignored); });
  const bool band = options_.thresh_loss_mask == "band";
  const auto count = static_cast<std::int64_t>(samples.size());
  const auto new_map = [&] { return at::empty({count, 1, input.height, input.width}); };
  const auto new_mask = [&](bool needed) { return needed ? new_map() : at::ones({1, 1, 1, 1}).expand({count, 1, input.height, input.width}); };

  at::Tensor prob = new_map(), thresh = new_map(), prob_mask = new_mask(some_ignored), thresh_mask = new_mask(some_ignored || band);
  const docket_target_options how{options_.shrink_ratio, options_.thresh_min, options_.thresh_max, band ? 1 : 0};
  const docket_kernels& core = *docket_kernels_cpu();
  for (std::int64_t i = 0; i < count; ++i) {
    const std::vector<TargetWord>& words = samples[static_cast<std::size_t>(i)];
    const WordList list(words);
    const docket_polygons polygons = list.polygons();
    const auto sample = [&](at::Tensor& map) { return map.mutable_data_ptr<float>() + i * input.height * input.width; };
    const int code = core.text_targets(&polygons, list.ignore.data(), input.height, input.width, &how, sample(prob), sample(thresh),
                                       some_ignored ? sample(prob_mask) : nullptr, some_ignored || band ? sample(thresh_mask) : nullptr, nullptr);
    if (code != 0) {
      throw Error(ErrorKind::data, where,
                  std::to_string(words.size()) + " words on " + std::to_string(input.width) + " x " + std::to_string(input.height) +
                      " pixels: " + core.error_text(code));
    }
  }
  return {{"prob", prob}, {"thresh", thresh}, {"prob_mask", prob_mask}, {"thresh_mask", thresh_mask}};
}

}  // namespace

DOCKET_PLUGIN(Head, Db, "db", "probability and threshold maps with differentiable binarization", schema)

}  // namespace docket
