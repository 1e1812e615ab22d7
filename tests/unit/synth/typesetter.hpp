/// The typesetter of this machine's fonts.
#pragma once

#include "synth/typesetter.hpp"

namespace docket::synth {

inline const Typesetter& typesetter() {
  static const Typesetter made(find_fonts("/usr/share/fonts", Language::mixed));
  return made;
}

}  // namespace docket::synth
