/// The look of one shop's printer: fonts, widths, leading, habits.
#pragma once

#include <string>

#include "synth/display_list.hpp"
#include "synth/random.hpp"
#include "synth/typesetter.hpp"

namespace docket::synth {

struct Style {
  Font body, strong, title;
  double title_size = 1.5;
  double total_size = 1;     ///< size of the total's line
  double total_stretch = 1;  ///< "double width" of receipt printers
  double width_em = 22;      ///< printed width
  double margin_em = 1;      ///< paper left and right of it
  double leading_em = 1.2;   ///< line pitch
  double gap_lines = 0.6;    ///< blank space between blocks
  std::string rule = "-";    ///< character of the rules; "" draws lines, "none" leaves them out
  bool dots = true;          ///< thermal or matrix printer: each dot is black or white
  bool colons = false;       ///< values in an own column behind a colon
  bool centred_head = true;
};

Style choose_style(Random random, const Typesetter& typesetter, bool korean);

}  // namespace docket::synth
