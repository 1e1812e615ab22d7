/// Measures and draws text with FreeType. One object serves one thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

#include "synth/display_list.hpp"
#include "synth/fonts.hpp"

namespace docket::synth {

/// Edges of what was inked, in pixels of the canvas; right and bottom lie behind the last inked pixel.
struct InkRect {
  double left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] bool empty() const { return right <= left || bottom <= top; }
  void join(const InkRect& other);
};

class Typesetter {
 public:
  explicit Typesetter(const FontFiles& fonts);
  ~Typesetter();

  /// Advance width of UTF-8 `text`, in em.
  [[nodiscard]] double width(std::string_view text, const Font& font) const;

  /// Puts `text` onto `ink` (8 bit, 255 is full ink) at a baseline start in pixels and returns where coverage reached
  /// `ink_threshold`. `inverse` takes ink away instead.
  InkRect draw(cv::Mat& ink, std::string_view text, const Font& font, double size_px, double x, double baseline,
               bool inverse) const;

  static constexpr int ink_threshold = 96;
  [[nodiscard]] const FontFiles& fonts() const { return fonts_; }

 private:
  struct Faces;
  FontFiles fonts_;
  std::unique_ptr<Faces> faces_;
};

/// Unicode code points of UTF-8 text that we wrote ourselves.
std::vector<char32_t> decode_utf8(std::string_view text);

}  // namespace docket::synth
