/// From the map of one view to the frame that several maps are averaged in.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <opencv2/core/mat.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/image_frame.hpp>
#include <docket/pipeline/test_time.hpp>

namespace docket {

/// map: [1, 1, h, w] float32 on the CPU, of the picture as `view` shows it, lying in the input as `from` says. Returns
/// [1, 1, H, W] for the input of `to`, bilinear, beyond its edges the edge. The way is the exact inverse of flip, resize and
/// padding, pixel centres on pixel centres; where it falls on whole pixels (a flip alone), values stay as they are.  [thread-safe]
[[nodiscard]] inline at::Tensor to_common_map(const at::Tensor& map, const ImageFrame& from, const TestTimeView& view, const ImageFrame& to) {
  const int height = static_cast<int>(map.size(2)), width = static_cast<int>(map.size(3));
  const bool same_place = from.input == to.input && from.resized == to.resized && from.pad_left == to.pad_left && from.pad_top == to.pad_top;
  if (same_place && !view.flip_x && !view.flip_y && to.input == Size{width, height}) return map;

  /// Place in `map` = scale * place in the common map + shift, both counted between pixels: pixel i reaches from i to i + 1.
  struct Axis {
    double scale, shift;
  };
  const auto axis = [](int from_resized, int from_pad, int from_input, int map_side, int to_resized, int to_pad, bool flip) {
    const double size = static_cast<double>(from_resized) / to_resized;
    const double coarse = static_cast<double>(map_side) / from_input;
    const double scale = (flip ? -size : size) * coarse;
    const double begin = flip ? from_pad + from_resized : from_pad;
    return Axis{scale, begin * coarse - scale * to_pad};
  };
  const Axis x = axis(from.resized.width, from.pad_left, from.input.width, width, to.resized.width, to.pad_left, view.flip_x);
  const Axis y = axis(from.resized.height, from.pad_top, from.input.height, height, to.resized.height, to.pad_top, view.flip_y);
  const cv::Matx23d centres(x.scale, 0, 0.5 * x.scale + x.shift - 0.5,  //
                            0, y.scale, 0.5 * y.scale + y.shift - 0.5);

  at::Tensor common = at::empty({1, 1, to.input.height, to.input.width}, at::kFloat);
  const cv::Mat source(height, width, CV_32F, map.data_ptr<float>());
  cv::Mat target(to.input.height, to.input.width, CV_32F, common.data_ptr<float>());
  cv::warpAffine(source, target, centres, target.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return common;
}

}  // namespace docket
