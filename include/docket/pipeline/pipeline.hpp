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
#include <docket/pipeline/frame.hpp>
#include <docket/pipeline/map_maker.hpp>
#include <docket/pipeline/member_files.hpp>
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
/// the words in image pixels that each of `postprocessors`, one at least and all of one plugin, finds. Throws Error(model) for another
/// map.  [thread-safe]
[[nodiscard]] inline std::vector<PostprocessResult> words_of_all(std::span<const Postprocessor* const> postprocessors, const at::Tensor& map, ImageFrame frame) {
  const int height = static_cast<int>(map.size(2));
  const int width = static_cast<int>(map.size(3));
  if (map.size(0) != 1 || map.size(1) != 1 || height < 1 || width < 1 || frame.input.height % height != 0 || frame.input.width % width != 0) {
    throw Error(ErrorKind::model, "head", "gave a map " + nn::detail::shape_text(map.sizes()) + " for an input of " +
                                              std::to_string(frame.input.height) + "x" + std::to_string(frame.input.width) +
                                              ", which is no whole multiple of it");
  }
  frame.map = {width, height};
  const MapView view{map.data_ptr<float>(), height, width, width};
  if (postprocessors.size() > 1) return postprocessors.front()->apply_all(postprocessors, view, frame);
  std::vector<PostprocessResult> alone;
  alone.push_back(postprocessors.front()->apply(view, frame));
  return alone;
}

/// The same of one postprocessor.
[[nodiscard]] inline PostprocessResult words_in(const Postprocessor& postprocessor, const at::Tensor& map, const ImageFrame& frame) {
  const Postprocessor* const one[] = {&postprocessor};
  return std::move(words_of_all(one, map, frame).front());
}

/// Owns the networks and the postprocessor. detect() does all; the steps below it are for programs that run them side by side.
class Pipeline {
 public:
  /// `file`: a pipeline TOML, or a checkpoint, which carries its pipeline and its weights. Throws docket::Error.
  static Pipeline load(const std::filesystem::path& file, const Catalog& catalog, const PipelineSettings& settings = {}) {
    const PipelineFile read = read_pipeline_file(file, settings.overrides);
    PipelineSettings chosen = settings;
    if (!chosen.weights) chosen.weights = read.weights;
    return compose(read.config, catalog, chosen);
  }

  /// The same from a resolved document; `settings.overrides` are not looked at. One that has `members` (pipelines or checkpoints)
  /// averages their maps in the frame of its [input], else of the first member's, and takes words from the mean by its [postprocess].
  static Pipeline compose(const ConfigDocument& config, const Catalog& catalog, const PipelineSettings& settings = {}) {
    config.expect_sections(pipeline_sections);
    Pipeline pipeline(create_stage<Postprocessor>(config, catalog, "postprocess"));
    pipeline.remarks_ = config.remarks();
    const ConfigNode* members = config.root().child("members");
    if (members == nullptr) {
      pipeline.add_network(config, catalog, settings);
      return pipeline;
    }
    expect_no_network(config, settings);
    for (const std::string& file : member_files(*members)) {
      const PipelineFile member = read_pipeline_file(file, {});
      if (member.config.root().child("members") != nullptr) throw Error(ErrorKind::config, file, "is a member and has 'members' itself; list them all in one file");
      member.config.expect_sections(pipeline_sections);
      PipelineSettings chosen = settings;
      chosen.weights = member.weights;
      const std::size_t known = pipeline.remarks_.size();
      pipeline.add_network(member.config, catalog, chosen);
      for (std::size_t i = known; i < pipeline.remarks_.size(); ++i) pipeline.remarks_[i].insert(0, file + ": ");
    }
    if (config.has("input")) pipeline.maps_.set_common(config.read("input", input_options));
    return pipeline;
  }

  /// rgb: 8 bits a channel, three channels in the order R, G, B (read_image() gives that; cv::imread gives B, G, R, which
  /// cv::cvtColor turns). Returns the words in pixels of `rgb`.  [thread-safe when frozen]
  [[nodiscard]] PostprocessResult detect(const cv::Mat& rgb) const {
    const ImageFrame frame = frame_of(rgb);
    return words(probability(inputs(rgb), frame), frame);
  }

  /// Where the picture lies in the input whose map words are taken from.  [thread-safe]
  [[nodiscard]] ImageFrame frame_of(const cv::Mat& rgb) const {
    if (rgb.type() != CV_8UC3) throw Error(ErrorKind::data, "image", "is not of type CV_8UC3 (8 bits, three channels, RGB)");
    return make_frame({rgb.cols, rgb.rows}, maps_.common());
  }

  /// Resized, padded and normalised, [1, 3, H, W] float32 on the CPU: a tensor for every view that every network is shown, which is
  /// one unless [test_time] or `members` say otherwise.  [thread-safe]
  [[nodiscard]] std::vector<at::Tensor> inputs(const cv::Mat& rgb) const { return maps_.inputs(rgb); }

  /// inputs, frame: of one picture. Returns [1, 1, h, w] float32 on the CPU, in [0, 1].  [thread-safe when frozen]
  [[nodiscard]] at::Tensor probability(const std::vector<at::Tensor>& inputs, const ImageFrame& frame) const { return maps_.probability(inputs, frame); }

  /// map: what probability() gave for `frame`. Returns the words in image pixels.  [thread-safe]
  [[nodiscard]] PostprocessResult words(const at::Tensor& map, const ImageFrame& frame) const { return words_in(*postprocessor_, map, frame); }

  [[nodiscard]] const Network& network() const { return maps_.first_network(); }
  [[nodiscard]] const InputOptions& input_settings() const { return maps_.common(); }
  /// What loading found worth telling the user, one line each.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  explicit Pipeline(std::unique_ptr<Postprocessor> postprocessor) : postprocessor_(std::move(postprocessor)) {}

  void add_network(const ConfigDocument& config, const Catalog& catalog, const PipelineSettings& settings) {
    Network network = Network::compose(config, catalog);
    const std::vector<std::string> loading = settings.weights ? network.load(*settings.weights) : network.load_configured(config);
    remarks_.insert(remarks_.end(), loading.begin(), loading.end());
    if (!settings.weights && config.text("weights", "").empty()) {
      remarks_.push_back("no weights: decoder and head are random; name a checkpoint by 'weights' or --weights");
    }
    network.to(settings.device);
    if (settings.frozen) network.freeze(settings.precision);
    maps_.add(std::move(network), config);
  }

  static void expect_no_network(const ConfigDocument& config, const PipelineSettings& settings) {
    for (const char* key : {"backbone", "decoder", "head", "weights", "test_time"}) {
      if (!config.has(key)) continue;
      throw Error(ErrorKind::config, config.origin(key).where(), std::string("'") + key + "' stands beside 'members', which bring their own; one of the two must go");
    }
    if (settings.weights) throw Error(ErrorKind::config, settings.weights->string(), "are weights of one network, and the pipeline has 'members'");
  }

  MapMaker maps_;
  std::unique_ptr<Postprocessor> postprocessor_;
  std::vector<std::string> remarks_;
};

}  // namespace docket
