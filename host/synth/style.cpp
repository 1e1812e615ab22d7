#include "synth/style.hpp"

#include <utility>
#include <vector>

namespace docket::synth {

Style choose_style(Random random, const Typesetter& typesetter, bool korean) {
  const FontFiles& fonts = typesetter.fonts();
  // Regular and bold fonts of a family stand side by side in FontFiles.
  std::vector<int> mono, sans, serif;
  for (int i = 0; i + 1 < static_cast<int>(fonts.size()); i += 2) {
    const FontFile& font = fonts[static_cast<std::size_t>(i)];
    if (font.korean != korean) continue;
    (font.kind == FontClass::mono ? mono : font.kind == FontClass::sans ? sans : serif).push_back(i);
  }
  Style style;
  const double kind = random.uniform();
  const bool is_mono = kind < 0.62;
  const int family = is_mono ? random.pick(mono) : kind < 0.92 ? random.pick(sans) : random.pick(serif);
  style.body.face = style.strong.face = style.title.face = family;
  style.strong.face = family + (random.chance(0.7) ? 1 : 0);
  style.title.face = random.chance(0.75) ? style.strong.face : random.pick(random.chance(0.5) ? sans : serif) + 1;
  // Letters of DejaVu and Liberation Mono are 0.6 em wide, those of receipt printers nearer to 0.45 em.
  style.body.stretch = is_mono ? (korean ? random.uniform(0.85, 1.15) : random.uniform(0.58, 0.95)) : random.uniform(0.82, 1.1);
  style.strong.stretch = style.body.stretch;
  style.title.stretch = random.uniform(0.8, 1.25);
  style.body.bold = random.chance(0.5) ? random.uniform(0, 0.05) : 0;
  style.strong.bold = style.body.bold;
  style.body.spacing = random.chance(0.2) ? random.uniform(0, 0.04) : 0;
  style.title_size = random.chance(0.4) ? 1 : random.uniform(1.1, 2.0);
  style.total_size = random.chance(0.5) ? 1 : random.uniform(1.1, 1.7);
  style.total_stretch = random.chance(0.2) ? random.uniform(1.3, 1.9) : 1;
  const double letter = typesetter.width("0", style.body);
  const int letters = korean ? random.integer(30, 44) : random.integer(28, 42);
  style.width_em = letters * letter;
  if (!is_mono) style.width_em *= random.uniform(0.85, 1.15);
  style.margin_em = random.uniform(0.5, 2.5);
  style.leading_em = random.chance(0.8) ? random.uniform(1.02, 1.25) : random.uniform(1.25, 1.6);
  style.gap_lines = random.uniform(0.2, 0.9);
  static const std::vector<std::string> rules = {"-", "-", "-", "=", "*", "_", "", "", "none"};
  style.rule = random.pick(rules);
  style.dots = is_mono ? random.chance(0.75) : random.chance(0.3);
  style.colons = random.chance(0.35);
  style.centred_head = random.chance(0.85);
  return style;
}

}  // namespace docket::synth
