/// The hue of a picture, turned. By hand: OpenCV's way through 8-bit HSV and back takes four times as long and rounds the hue to 2 degrees.
#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <new>

#include <opencv2/core.hpp>

#include "clones.hpp"
#include "cpu.hpp"

namespace docket::cpu {
namespace {

/// `turn`: in sixths of the circle times 2^12, below 6. HSV after Smith, "Color Gamut Transform Pairs", 1978; the hue is kept
/// times 16 and times the range of the pixel's channels, which needs no division. A circle is 96 * 255 at most, so that a hue less
/// a circle fits 16 bits; a hue and a turn do not.
DOCKET_CLONES void turn_pixels(uint8_t* __restrict red, uint8_t* __restrict green, uint8_t* __restrict blue, int count, uint32_t turn) {
  for (int i = 0; i < count; ++i) {
    const int16_t r = red[i], g = green[i], b = blue[i];
    const int16_t value = std::max(r, std::max(g, b)), range = value - std::min(r, std::min(g, b));
    const int16_t sixth = 16 * range, circle = 96 * range, four = 64 * range;
    int16_t hue = value == r ? g - b : value == g ? b - r + 2 * range : r - g + 4 * range;
    const int16_t turned = static_cast<uint16_t>(static_cast<uint32_t>(static_cast<uint16_t>(range)) * turn >> 8);
    hue = 16 * hue + static_cast<int16_t>(turned - circle);
    hue = hue < 0 ? hue + circle : hue;
    hue = hue < 0 ? hue + circle : hue;
    // Each channel falls by the range over the sixth that begins `first` sixths before a full turn, stays low for two, and rises again.
    const auto channel = [&](int16_t first) {
      int16_t at = hue + static_cast<int16_t>(first * sixth - circle);
      at = at < 0 ? at + circle : at;
      int16_t fall = std::min<int16_t>(at, four - at);
      fall = std::max<int16_t>(fall, 0);
      fall = std::min(fall, sixth);
      return static_cast<uint8_t>(value - static_cast<int16_t>((fall + 8) >> 4));
    };
    red[i] = channel(5);
    green[i] = channel(3);
    blue[i] = channel(1);
  }
}

}  // namespace

int turn_hue(uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, double turn, void* /*stream*/) {
  constexpr int64_t max_side = std::numeric_limits<int32_t>::max() / 64, rows_at_once = 16;
  if (rgb == nullptr || height < 1 || width < 1 || height > max_side || width > max_side || row_bytes < 3 * width || !std::isfinite(turn))
    return bad_argument;
  const auto sixths = static_cast<uint32_t>(std::min((turn - std::floor(turn)) * 6 * 4096, 6 * 4096.0 - 1));
  try {
    cv::Mat channels[3];
    for (int64_t y = 0; y < height; y += rows_at_once) {
      const int rows = static_cast<int>(std::min(rows_at_once, height - y));
      cv::Mat strip(rows, static_cast<int>(width), CV_8UC3, rgb + y * row_bytes, static_cast<std::size_t>(row_bytes));
      cv::split(strip, channels);
      turn_pixels(channels[0].data, channels[1].data, channels[2].data, rows * static_cast<int>(width), sixths);
      cv::merge(channels, 3, strip);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const std::exception&) {
    return bad_argument;
  }
  return ok;
}

}  // namespace docket::cpu
