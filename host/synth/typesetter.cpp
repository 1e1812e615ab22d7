#include "synth/typesetter.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>

#include <docket/core/error.hpp>

namespace docket::synth {

void InkRect::join(const InkRect& other) {
  if (other.empty()) return;
  if (empty()) {
    *this = other;
    return;
  }
  left = std::min(left, other.left);
  top = std::min(top, other.top);
  right = std::max(right, other.right);
  bottom = std::max(bottom, other.bottom);
}

struct Typesetter::Faces {
  FT_Library library = nullptr;
  std::vector<FT_Face> faces;
  ~Faces() {
    for (FT_Face face : faces) FT_Done_Face(face);
    if (library) FT_Done_FreeType(library);
  }
};

Typesetter::Typesetter(const FontFiles& fonts) : fonts_(fonts), faces_(std::make_unique<Faces>()) {
  if (FT_Init_FreeType(&faces_->library)) throw Error(ErrorKind::other, "FreeType", "cannot be started");
  for (const FontFile& font : fonts_) {
    FT_Face face = nullptr;
    if (FT_New_Face(faces_->library, font.path.c_str(), 0, &face)) {
      throw Error(ErrorKind::other, font.path.string(), "FreeType cannot read this font; reinstall " + font.package);
    }
    faces_->faces.push_back(face);
  }
}

Typesetter::~Typesetter() = default;

double Typesetter::width(std::string_view text, const Font& font) const {
  FT_Face face = faces_->faces.at(static_cast<std::size_t>(font.face));
  double sum = 0;
  for (char32_t code : decode_utf8(text)) {
    FT_Load_Char(face, code, FT_LOAD_NO_SCALE);
    sum += static_cast<double>(face->glyph->advance.x) / face->units_per_EM * font.stretch + font.spacing;
  }
  return sum;
}

namespace {

/// Merges one glyph's coverage into the canvas; returns its inked part.
InkRect blend(cv::Mat& ink, const FT_Bitmap& bitmap, int left, int top, bool inverse) {
  InkRect inked{1e9, 1e9, -1e9, -1e9};
  for (int row = 0; row < static_cast<int>(bitmap.rows); ++row) {
    const int y = top + row;
    if (y < 0 || y >= ink.rows) continue;
    const unsigned char* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
    auto* to = ink.ptr<unsigned char>(y);
    for (int column = 0; column < static_cast<int>(bitmap.width); ++column) {
      const int x = left + column;
      if (x < 0 || x >= ink.cols || from[column] == 0) continue;
      to[x] = inverse ? static_cast<unsigned char>(std::min<int>(to[x], 255 - from[column])) : std::max(to[x], from[column]);
      if (from[column] < Typesetter::ink_threshold) continue;
      inked.left = std::min<double>(inked.left, x);
      inked.right = std::max<double>(inked.right, x + 1);
      inked.top = std::min<double>(inked.top, y);
      inked.bottom = std::max<double>(inked.bottom, y + 1);
    }
  }
  return inked;
}

}  // namespace

InkRect Typesetter::draw(cv::Mat& ink, std::string_view text, const Font& font, double size_px, double x, double baseline,
                         bool inverse) const {
  FT_Face face = faces_->faces.at(static_cast<std::size_t>(font.face));
  FT_Set_Char_Size(face, std::lround(size_px * font.stretch * 64), std::lround(size_px * 64), 72, 72);
  InkRect inked;
  for (char32_t code : decode_utf8(text)) {
    if (FT_Load_Char(face, code, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)) continue;
    const double advance = static_cast<double>(face->glyph->linearHoriAdvance) / 65536 + font.spacing * size_px;
    const int column = static_cast<int>(std::floor(x));
    const int row = static_cast<int>(std::floor(baseline));
    if (font.bold > 0) FT_Outline_Embolden(&face->glyph->outline, std::lround(font.bold * size_px * 64));
    FT_Outline_Translate(&face->glyph->outline, std::lround((x - column) * 64), -std::lround((baseline - row) * 64));
    if (!FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL)) {
      inked.join(blend(ink, face->glyph->bitmap, column + face->glyph->bitmap_left, row - face->glyph->bitmap_top, inverse));
    }
    x += advance;
  }
  return inked;
}

std::vector<char32_t> decode_utf8(std::string_view text) {
  std::vector<char32_t> codes;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int extra = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    char32_t code = extra == 0 ? lead : lead & (0x3f >> extra);
    for (int k = 1; k <= extra && i + static_cast<std::size_t>(k) < text.size(); ++k) {
      code = code << 6 | (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3f);
    }
    codes.push_back(code);
    i += static_cast<std::size_t>(extra) + 1;
  }
  return codes;
}

}  // namespace docket::synth
