/// A picture under an affine map. By hand: cv::warpAffine of OpenCV 4.6 takes three times as long on a turned receipt, for it interpolates the black
/// around it too and looks every weight up in a table.
#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "cpu.hpp"

namespace docket::cpu {
namespace {

constexpr int64_t max_side = 1 << 24;
constexpr int position_bits = 32;  // behind the point of a position
constexpr int weight_bits = 7;     // weights are 128ths: a byte times one fits 16 bits with their sign
constexpr double steps_per_px = 4294967296.0;

struct Picture {
  const uint8_t* rgb;
  int64_t height, width, row_bytes;
};

/// Where a row's pixels come from: pixel x from (x0 + x dx, y0 + x dy), in 2^-32 pixels.
struct Line {
  int64_t x0, y0, dx, dy;
  [[nodiscard]] int64_t x(int64_t at) const { return x0 + at * dx; }
  [[nodiscard]] int64_t y(int64_t at) const { return y0 + at * dy; }
};

struct Range {
  int64_t from, to;
};

/// The pixels of `range` for which low <= begin + x step < high: a range too, for the position is linear in x.
Range within(Range range, int64_t begin, int64_t step, int64_t low, int64_t high) {
  if (step == 0) return begin >= low && begin < high ? range : Range{range.from, range.from};
  const auto ceiling = [](int64_t a, int64_t b) { return a > 0 ? (a + b - 1) / b : -(-a / b); };
  const int64_t from = step > 0 ? ceiling(low - begin, step) : ceiling(begin - (high - 1), -step);
  const int64_t to = step > 0 ? ceiling(high - begin, step) : ceiling(begin - (low - 1), -step);
  range.from = std::clamp(from, range.from, range.to);
  range.to = std::clamp(to, range.from, range.to);
  return range;
}

int weight(int64_t position) { return static_cast<int>(position >> (position_bits - weight_bits)) & ((1 << weight_bits) - 1); }

/// A pixel next to the picture's border: what lies outside is black.
void blend_border(const Picture& picture, int64_t x, int64_t y, uint8_t* out) {
  const int64_t column = x >> position_bits, row = y >> position_bits;
  const int fx = weight(x), fy = weight(y), all = 1 << weight_bits;
  for (int channel = 0; channel < 3; ++channel) {
    const auto value = [&](int64_t r, int64_t c) -> int {
      return r < 0 || c < 0 || r >= picture.height || c >= picture.width ? 0 : picture.rgb[r * picture.row_bytes + 3 * c + channel];
    };
    const int left = value(row, column) * (all - fy) + value(row + 1, column) * fy;
    const int right = value(row, column + 1) * (all - fy) + value(row + 1, column + 1) * fy;
    out[channel] = static_cast<uint8_t>((left * (all - fx) + right * fx + (1 << (2 * weight_bits - 1))) >> (2 * weight_bits));
  }
}

void blend_plain(const Picture& picture, const Line& line, Range range, uint8_t* out) {
  for (int64_t x = range.from; x < range.to; ++x) blend_border(picture, line.x(x), line.y(x), out + 3 * x);
}

#if defined(__x86_64__)
/// Left and right neighbour of each channel side by side, as 16 bits.
__attribute__((target("ssse3"))) inline __m128i neighbours(const uint8_t* at) {
  const __m128i pairs = _mm_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
  return _mm_shuffle_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)), pairs);
}

/// The same numbers, three channels at a time. Reads 8 bytes of each of the two rows, writes 4 a pixel.
__attribute__((target("ssse3"))) void blend_inside(const Picture& picture, const Line& line, Range range, uint8_t* out) {
  const __m128i bytes = _mm_setr_epi8(0, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  const __m128i half = _mm_set1_epi32(1 << (2 * weight_bits - 1));
  int64_t x = line.x(range.from), y = line.y(range.from);
  for (int64_t at = range.from; at < range.to; ++at, x += line.dx, y += line.dy) {
    const uint8_t* upper = picture.rgb + (y >> position_bits) * picture.row_bytes + 3 * (x >> position_bits);
    const __m128i top = neighbours(upper), below = neighbours(upper + picture.row_bytes);
    const int fx = weight(x);
    const __m128i column = _mm_add_epi16(_mm_slli_epi16(top, weight_bits), _mm_mullo_epi16(_mm_sub_epi16(below, top), _mm_set1_epi16(static_cast<short>(weight(y)))));
    const __m128i sum = _mm_madd_epi16(column, _mm_set1_epi32(fx << 16 | ((1 << weight_bits) - fx)));
    const int pixel = _mm_cvtsi128_si32(_mm_shuffle_epi8(_mm_srli_epi32(_mm_add_epi32(sum, half), 2 * weight_bits), bytes));
    std::memcpy(out + 3 * at, &pixel, 4);
  }
}
#endif

void warp_row(const Picture& picture, const Line& line, int64_t count, uint8_t* out) {
  const auto cut = [&](Range range, int64_t low, int64_t width, int64_t height) {
    range = within(range, line.x0, line.dx, low << position_bits, width << position_bits);
    return within(range, line.y0, line.dy, low << position_bits, height << position_bits);
  };
  const Range seen = cut({0, count}, -1, picture.width, picture.height);
  Range inside = cut(seen, 0, picture.width - 2, picture.height - 1);
  inside.to = std::clamp(std::min(inside.to, count - 1), inside.from, seen.to);  // the row's last pixel has no fourth byte
  std::memset(out, 0, static_cast<std::size_t>(3 * seen.from));
#if defined(__x86_64__)
  static const bool quick = __builtin_cpu_supports("ssse3");
  (quick ? blend_inside : blend_plain)(picture, line, inside, out);
#else
  blend_plain(picture, line, inside, out);
#endif
  blend_plain(picture, line, {seen.from, inside.from}, out);
  blend_plain(picture, line, {inside.to, seen.to}, out);
  std::memset(out + 3 * seen.to, 0, static_cast<std::size_t>(3 * (count - seen.to)));
}

}  // namespace

int warp_affine(const uint8_t* rgb, int64_t height, int64_t width, int64_t row_bytes, const double to_source[6], uint8_t* out, int64_t out_height,
                int64_t out_width, int64_t out_row_bytes, void* /*stream*/) {
  const auto fits = [](int64_t side) { return side >= 1 && side <= max_side; };
  if (rgb == nullptr || to_source == nullptr || out == nullptr || !fits(height) || !fits(width) || !fits(out_height) || !fits(out_width)) return bad_argument;
  if (row_bytes < 3 * width || out_row_bytes < 3 * out_width) return bad_argument;
  // Positions of all corners must fit 63 bits with room to spare.
  for (int row = 0; row < 2; ++row) {
    const double* m = to_source + 3 * row;
    if (!(std::abs(m[0]) * static_cast<double>(out_width) + std::abs(m[1]) * static_cast<double>(out_height) + std::abs(m[2]) < 1 << 29)) return bad_argument;
  }
  const Picture picture{rgb, height, width, row_bytes};
  const auto fixed = [](double pixels) { return static_cast<int64_t>(std::llround(pixels * steps_per_px)); };
  for (int64_t y = 0; y < out_height; ++y) {
    // Half a weight more: weights are cut where they are read.
    const auto start = [&](const double* m) { return fixed(m[1] * static_cast<double>(y) + m[2]) + (int64_t{1} << (position_bits - weight_bits - 1)); };
    const Line line{start(to_source), start(to_source + 3), fixed(to_source[0]), fixed(to_source[3])};
    warp_row(picture, line, out_width, out + y * out_row_bytes);
  }
  return ok;
}

}  // namespace docket::cpu
