/// `docket predict`.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag predict_flags[] = {
    {"out", "DIR", "folder of the results (out)"},
    {"weights", "FILE", "weights of the whole network; they win over the pipeline's"},
    {"scores", "", "each word of the JSON also gets its score"},
    {"no-overlays", "", "draw no pictures"},
    {"quiet,q", "", "no progress and no summary"},
    {"unfrozen", "", "run the network in its training form, which is slower"},
    {"precision", "P", "of the frozen network: auto, fp32 or bf16 (auto)"},
    {"device", "D", "where the network runs: cpu, cuda, or auto for cuda where LibTorch finds a GPU, else cpu (auto)"},
    {"threads", "N", "threads of the network (all cores)"},
    {"plugins", "DIR", "look for plugins in this folder first"},
};

inline constexpr const char* predict_notes =
    "PIPELINE is a pipeline's TOML file, a checkpoint, or a run's folder for its best checkpoint. INPUT is a picture, a folder, a pattern in quotes, or - for a list on\n"
    "standard input. A word that names an existing file, or a pattern that matches one, is an input even if it holds '=';\n"
    "any other key=value overrides the pipeline. DIR gets submissions/*.json and *.csv, and overlays/*.jpg.\n"
    "Exit code: 4 when a picture could not be read (the others are done), 130 when interrupted (the files hold what was done).";

int run_predict(const CommandLine& line);

}  // namespace docket
