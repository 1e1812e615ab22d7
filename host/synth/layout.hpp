/// Sets a receipt's content in a style.
#pragma once

#include "synth/display_list.hpp"
#include "synth/receipt.hpp"
#include "synth/style.hpp"
#include "synth/typesetter.hpp"

namespace docket::synth {

DisplayList lay_out(const Receipt& receipt, const Style& style, const Typesetter& typesetter, Random random);

}  // namespace docket::synth
