/// A detector put together from a TOML pipeline: picture in, words out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <opencv2/core/mat.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/image_frame.hpp>
#include <docket/kernels.h>
#include <docket/pipeline/frame.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket {

/// How a pipeline is loaded, beside what its file says.
struct PipelineSettings {
  /// `key=value` words; they win over the file.
  std::vector<std::string> overrides;
  /// Weights of the whole network; wins over `weights` of the file.
  std::optional<std::filesystem::path> weights;
  /// Frozen runs fastest; unfrozen runs the training form, for comparison.
  bool frozen = true;
  nn::Precision precision = nn::Precision::automatic;
  at::Device device = at::kCPU;
};

/// map: [1, 1, h, w] float32 on the CPU, of a picture that lies in the input as `frame` says; its size divides the input's. Returns
/// the words in image pixels. Throws Error(model) for another map.  [thread-safe]
[[nodiscard]] inline PostprocessResult words_in(const Postprocessor& postprocessor, const at::Tensor& map, ImageFrame frame) {
  const int height = static_cast<int>(map.size(2));
  const int width = static_cast<int>(map.size(3));
  if (map.size(0) != 1 || map.size(1) != 1 || height < 1 || width < 1 || frame.input.height % height != 0 || frame.input.width % width != 0) {
    throw Error(ErrorKind::model, "head", "gave a map " + nn::detail::shape_text(map.sizes()) + " for an input of " +
                                              std::to_string(frame.input.height) + "x" + std::to_string(frame.input.width) +
                                              ", which is no whole multiple of it");
  }
  frame.map = {width, height};
  return postprocessor.apply({map.data_ptr<float>(), height, width, width}, frame);
}

/// Owns the network and the postprocessor. detect() does all; the steps below it are for programs that run them side by side.
class Pipeline {
 public:
  /// `file`: a pipeline TOML, or a checkpoint, which carries its pipeline and its weights. Throws docket::Error.
  static Pipeline load(const std::filesystem::path& file, const Catalog& catalog, const PipelineSettings& settings = {}) {
    const PipelineFile read = read_pipeline_file(file, settings.overrides);
    PipelineSettings chosen = settings;
    if (!chosen.weights) chosen.weights = read.weights;
    return compose(read.config, catalog, chosen);
  }

  /// The same from a resolved document; `settings.overrides` are not looked at.
  static Pipeline compose(const ConfigDocument& config, const Catalog& catalog, const PipelineSettings& settings = {}) {
    config.expect_sections(pipeline_sections);
    const InputOptions input = config.read("input", input_options);
    Pipeline pipeline(Network::compose(config, catalog), create_stage<Postprocessor>(config, catalog, "postprocess"), input);
    pipeline.check_input(config);
    pipeline.remarks_ = config.remarks();
    const std::vector<std::string> loading =
        settings.weights ? pipeline.network_.load(*settings.weights) : pipeline.network_.load_configured(config);
    pipeline.remarks_.insert(pipeline.remarks_.end(), loading.begin(), loading.end());
    if (!settings.weights && config.text("weights", "").empty()) {
      pipeline.remarks_.push_back("no weights: decoder and head are random; name a checkpoint by 'weights' or --weights");
    }
    pipeline.network_.to(settings.device);
    if (settings.frozen) pipeline.network_.freeze(settings.precision);
    return pipeline;
  }

  /// rgb: 8 bits a channel, three channels in the order R, G, B (read_image() gives that; cv::imread gives B, G, R, which
  /// cv::cvtColor turns). Returns the words in pixels of `rgb`.  [thread-safe when frozen]
  [[nodiscard]] PostprocessResult detect(const cv::Mat& rgb) const {
    const ImageFrame frame = frame_of(rgb);
    return words(probability(input(rgb, frame)), frame);
  }

  /// Where the picture will lie in the network's input.  [thread-safe]
  [[nodiscard]] ImageFrame frame_of(const cv::Mat& rgb) const {
    if (rgb.type() != CV_8UC3) throw Error(ErrorKind::data, "image", "is not of type CV_8UC3 (8 bits, three channels, RGB)");
    return make_frame({rgb.cols, rgb.rows}, input_);
  }

  /// Resized, padded and normalised: [1, 3, H, W] float32 on the CPU.  [thread-safe]
  [[nodiscard]] at::Tensor input(const cv::Mat& rgb, const ImageFrame& frame) const {
    at::Tensor tensor = at::empty({1, 3, frame.input.height, frame.input.width}, at::kFloat);
    const docket_placement placement = placement_of(frame);
    const docket_kernels* kernels = docket_kernels_cpu();
    const int code = kernels->resize_pad_normalize(rgb.data, rgb.rows, rgb.cols, static_cast<std::int64_t>(rgb.step), &placement,
                                                   input_.mean.data(), input_.std.data(), tensor.data_ptr<float>(), nullptr);
    if (code != 0) throw Error(ErrorKind::data, "image", kernels->error_text(code));
    return tensor;
  }

  /// [1, 1, h, w] float32 on the CPU, in [0, 1].  [thread-safe when frozen]
  [[nodiscard]] at::Tensor probability(const at::Tensor& input) const {
    return network_.probability(input.to(network_.device())).to(at::kCPU);
  }

  /// map: what probability() gave for `frame`. Returns the words in image pixels.  [thread-safe]
  [[nodiscard]] PostprocessResult words(const at::Tensor& map, const ImageFrame& frame) const { return words_in(*postprocessor_, map, frame); }

  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const InputOptions& input_settings() const { return input_; }
  /// What loading found worth telling the user, one line each.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  Pipeline(Network network, std::unique_ptr<Postprocessor> postprocessor, InputOptions input)
      : network_(std::move(network)), postprocessor_(std::move(postprocessor)), input_(std::move(input)) {}

  void check_input(const ConfigDocument& config) {
    const std::int64_t coarsest = network_.levels().back().stride;
    if (input_.stride % coarsest != 0) {
      throw Error(ErrorKind::config, config.has("input") ? config.origin("input.stride").where() : "input.stride",
                  "'stride' is " + std::to_string(input_.stride) + ", must be a multiple of " + std::to_string(coarsest) +
                      ", the coarsest stride of backbone '" + stage_name(config, "backbone") + "'");
    }
    make_frame({1, 1}, input_);  // complains about options that contradict each other
  }

  Network network_;
  std::unique_ptr<Postprocessor> postprocessor_;
  InputOptions input_;
  std::vector<std::string> remarks_;
};

}  // namespace docket
