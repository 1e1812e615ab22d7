/// From a picture's size to its ImageFrame, and from there to the compute core's placement.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include <docket/kernels.h>
#include <docket/core/error.hpp>
#include <docket/core/image_frame.hpp>
#include <docket/pipeline/input_options.hpp>

namespace docket {

namespace detail {

/// reference-system.md 3.1: the resize rounds half to even (step 3) and the way back truncates (step 9).
inline void place_in_square(ImageFrame& frame, double scale, int side) {
  const auto placed = [&](auto round) {
    return Size{std::clamp(static_cast<int>(round(frame.image.width * scale)), 1, side),
                std::clamp(static_cast<int>(round(frame.image.height * scale)), 1, side)};
  };
  frame.resized = placed([](double v) { return std::nearbyint(v); });
  frame.inverse_size = placed([](double v) { return std::trunc(v); });
  frame.input = {side, side};
  frame.pad_left = (side - frame.resized.width) / 2;
  frame.pad_top = (side - frame.resized.height) / 2;
  frame.inverse_pad_left = (side - frame.inverse_size.width) / 2;
  frame.inverse_pad_top = (side - frame.inverse_size.height) / 2;
}

inline void place_at_stride(ImageFrame& frame, double scale, int longest_side, int stride) {
  const auto resized = [&](int side) { return std::clamp(static_cast<int>(std::lround(side * scale)), 1, longest_side); };
  const auto padded = [&](int side) { return (side + stride - 1) / stride * stride; };
  frame.resized = frame.inverse_size = {resized(frame.image.width), resized(frame.image.height)};
  frame.input = {padded(frame.resized.width), padded(frame.resized.height)};
}

}  // namespace detail

/// Throws Error(config) when the options contradict each other. The map has the input's size; a head with a coarser map
/// divides `map`.
inline ImageFrame make_frame(Size image, const InputOptions& options) {
  if (image.width < 1 || image.height < 1) {
    throw Error(ErrorKind::data, "",
                "an image of " + std::to_string(image.width) + "x" + std::to_string(image.height) + " pixels is empty");
  }
  if (options.mean.size() != 3 || options.std.size() != 3) {
    throw Error(ErrorKind::config, options.mean.size() != 3 ? "input.mean" : "input.std",
                "must have three numbers, for R, G and B");
  }
  if (options.pad == "square" && options.longest_side % options.stride != 0) {
    throw Error(ErrorKind::config, "input.longest_side",
                "is " + std::to_string(options.longest_side) + ", must be a multiple of input.stride = " +
                    std::to_string(options.stride) + " where input.pad is \"square\"");
  }
  ImageFrame frame;
  frame.image = image;
  double scale = static_cast<double>(options.longest_side) / std::max(image.width, image.height);
  if (!options.upscale) scale = std::min(scale, 1.0);
  if (options.pad == "square") {
    detail::place_in_square(frame, scale, options.longest_side);
  } else {
    detail::place_at_stride(frame, scale, options.longest_side, options.stride);
  }
  frame.map = frame.input;
  return frame;
}

/// Where a ground-truth point (image pixels) lies in the input. With pad = "stride" that is the frame's own transform; "square"
/// repeats the reference's: clamped to the last pixel, times the unrounded scale, plus the padding of the resize.
inline Point ground_truth_to_input(Point p, const ImageFrame& frame, const InputOptions& options) {
  if (options.pad != "square") return frame.image_to_input(p);
  double scale = static_cast<double>(options.longest_side) / std::max(frame.image.width, frame.image.height);
  if (!options.upscale) scale = std::min(scale, 1.0);
  const double x = std::clamp(p.x, 0.0, frame.image.width - 1.0), y = std::clamp(p.y, 0.0, frame.image.height - 1.0);
  return {x * scale + frame.pad_left, y * scale + frame.pad_top};
}

/// What the kernel resize_pad_normalize needs to know.
inline docket_placement placement_of(const ImageFrame& frame) {
  return {frame.resized.width, frame.resized.height, frame.pad_left, frame.pad_top, frame.input.width, frame.input.height};
}

}  // namespace docket
