/// Picture in, probability map out: one network and one view of the picture, or the mean over several of both.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <opencv2/core.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/kernels.h>
#include <docket/pipeline/common_map.hpp>
#include <docket/pipeline/frame.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/pipeline/test_time.hpp>

namespace docket {

/// rgb: CV_8UC3. Resized, padded and normalised: [1, 3, H, W] float32 on the CPU.  [thread-safe]
[[nodiscard]] inline at::Tensor network_input(const cv::Mat& rgb, const ImageFrame& frame, const InputOptions& options) {
  at::Tensor tensor = at::empty({1, 3, frame.input.height, frame.input.width}, at::kFloat);
  const docket_placement placement = placement_of(frame);
  const docket_kernels* kernels = docket_kernels_cpu();
  const int code = kernels->resize_pad_normalize(rgb.data, rgb.rows, rgb.cols, static_cast<std::int64_t>(rgb.step), &placement,
                                                 options.mean.data(), options.std.data(), tensor.data_ptr<float>(), nullptr);
  if (code != 0) throw Error(ErrorKind::data, "image", kernels->error_text(code));
  return tensor;
}

/// Networks and the views they are shown. The first network's [input] is the frame of the mean unless set_common() says another.
class MapMaker {
 public:
  /// `config`: the network's pipeline, of which [input] and [test_time] are read. Throws Error(config) when they contradict each
  /// other or the network's strides.
  void add(Network network, const ConfigDocument& config) {
    const InputOptions input = config.read("input", input_options);
    check_stride(config, input, network);
    const auto shared = std::make_shared<const Network>(std::move(network));
    for (const TestTimeView& view : views_of(config.read("test_time", test_time_options))) {
      const InputOptions seen = scaled(input, view.scale);
      make_frame({1, 1}, seen);  // complains about options that contradict each other
      passes_.push_back({shared, seen, view});
    }
    if (!chosen_) common_ = input;
    chosen_ = true;
  }

  void set_common(const InputOptions& input) {
    make_frame({1, 1}, input);
    common_ = input;
    chosen_ = true;
  }

  [[nodiscard]] const InputOptions& common() const { return common_; }

  /// What the networks are given of a picture, a tensor [1, 3, H, W] for each pass.  [thread-safe]
  [[nodiscard]] std::vector<at::Tensor> inputs(const cv::Mat& rgb) const {
    std::vector<at::Tensor> tensors;
    for (const Pass& pass : passes_) {
      cv::Mat seen = rgb;
      if (pass.view.flip_x || pass.view.flip_y) {
        seen = cv::Mat();
        cv::flip(rgb, seen, pass.view.flip_x && pass.view.flip_y ? -1 : pass.view.flip_x ? 1 : 0);
      }
      tensors.push_back(network_input(seen, make_frame({rgb.cols, rgb.rows}, pass.input), pass.input));
    }
    return tensors;
  }

  /// inputs: what inputs() gave for a picture whose common frame is `frame`. Returns [1, 1, h, w] float32 on the CPU in [0, 1]: the
  /// network's own map where there is one pass, else the mean in the size of frame.input.  [thread-safe when frozen]
  [[nodiscard]] at::Tensor probability(const std::vector<at::Tensor>& inputs, const ImageFrame& frame) const {
    at::Tensor sum;
    for (std::size_t i = 0; i < passes_.size(); ++i) {
      const Pass& pass = passes_[i];
      const at::Tensor map = pass.network->probability(inputs.at(i).to(pass.network->device())).to(at::kCPU);
      if (passes_.size() == 1 && common_is_own()) return map;
      const at::Tensor common = to_common_map(map, make_frame(frame.image, pass.input), pass.view, frame);
      sum = sum.defined() ? sum + common : common;
    }
    return sum / static_cast<double>(passes_.size());
  }

  [[nodiscard]] const Network& first_network() const { return *passes_.front().network; }

 private:
  struct Pass {
    std::shared_ptr<const Network> network;
    InputOptions input;
    TestTimeView view;
  };

  /// Whether the one pass sees the picture as it lies in the common frame.
  [[nodiscard]] bool common_is_own() const {
    const Pass& pass = passes_.front();
    return !pass.view.flip_x && !pass.view.flip_y && pass.input.longest_side == common_.longest_side && pass.input.pad == common_.pad &&
           pass.input.stride == common_.stride && pass.input.upscale == common_.upscale;
  }

  static void check_stride(const ConfigDocument& config, const InputOptions& input, const Network& network) {
    const std::int64_t coarsest = network.levels().back().stride;
    if (input.stride % coarsest == 0) return;
    throw Error(ErrorKind::config, config.has("input") ? config.origin("input.stride").where() : "input.stride",
                "'stride' is " + std::to_string(input.stride) + ", must be a multiple of " + std::to_string(coarsest) +
                    ", the coarsest stride of backbone '" + stage_name(config, "backbone") + "'");
  }

  std::vector<Pass> passes_;
  InputOptions common_;
  bool chosen_ = false;
};

}  // namespace docket
