/// docket synth: receipt pictures with word boxes, made from nothing but fonts.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag synth_flags[] = {
    {"out", "DIR", "folder for images/ and annotations.json; new or empty"},
    {"count", "N", "number of pictures (100)"},
    {"seed", "N", "the same seed gives the same pictures; a larger count begins with them (1)"},
    {"longest-side", "PX", "pixels of a picture's longer side (1024)"},
    {"language", "en|ko|mixed", "what the receipts are written in; mixed: each picture one or the other (en)"},
    {"boxes", "words|segments", "segments: a printed line cut at wide gaps only, as SROIE has them (words)"},
    {"threads", "N", "pictures made at a time; 0: one a core. They do not depend on it (0)"},
    {"fonts", "DIR", "where the fonts are (/usr/share/fonts)"},
    {"overwrite", "", "replace what an earlier run left in --out; other files there stay"},
    {"quiet,q", "", "no progress, no summary"},
};

int run_synth(const CommandLine& line);

}  // namespace docket
