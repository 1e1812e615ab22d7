/// docket tune: hundreds of postprocess settings on maps that are computed once.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag tune_flags[] = {
    {"space", "FILE", "TOML with the settings to try: [[point]] tables, or OPTION = lists and ranges (configs/tune)"},
    {"weights", "FILE", "weights of the whole network; win over the pipeline's"},
    {"device", "D", "where the network runs: cpu, cuda, or auto for cuda where LibTorch finds a GPU, else cpu (auto)"},
    {"split", "S", "val or train: on whose pictures the settings are scored; may be given twice (val)"},
    {"check", "S", "val or train: also score the winner and the pipeline's own setting on these pictures"},
    {"metric", "M", "cleval (mean over images: val/hmean) or iou: what the winner has most of (cleval)"},
    {"sampler", "S", "proposes the settings: tpe, gp, cmaes, random or sobol (every combination of lists; random where a range has no step)"},
    {"draws", "N", "how many settings the sampler proposes (200)"},
    {"seed", "N", "of the draws and of the intervals' resamples (0)"},
    {"top", "N", "how many of the best are scored once more on maps in full precision (10)"},
    {"maps", "DIR", "where the maps are kept ($XDG_CACHE_HOME/docket/maps)"},
    {"out", "DIR", "where settings.csv, tune.json and best.toml go (tune/<pipeline>)"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* tune_notes =
    "A word OPTION=VALUES names what is tried of the postprocessor: thresh=0.2:0.3:0.02 (a grid), thresh=[0.2,0.25], thresh=0.2:0.3 (draws).\n"
    "Every combination of lists and grids is scored; one range makes draws of all, and so does --sampler: --sampler tpe --draws 100 comes\n"
    "close to the best of a large grid with far fewer settings. Other key=value words change the pipeline as always.\n"
    "The network runs once a picture: its maps are kept in half precision, by the network's weights and options and the picture's\n"
    "content. The best are scored again on maps in full precision, and best.toml is ready for a pipeline's `extends`.\n"
    "A folder of `docket kfold` instead of a pipeline tunes all folds at once: each fold's best checkpoint on what it holds out. With several\n"
    "splits or folds a setting's score is the mean over them, beside its standard deviation.\n"
    "A setting that was chosen on pictures looks better on them than on others: --check says how much of the gain is left elsewhere.";

int run_tune(const CommandLine& line);

}  // namespace docket
