/// docket kfold: k models, each trained on all images but its own part, and scored on that part.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag kfold_flags[] = {
    {"out", "DIR", "folder of the folds, their presets and runs; for split it must not be there yet; predict: of the predictions"},
    {"folds", "N", "how many (5)"},
    {"split-by", "S", "reference, sklearn, group or density (reference; group with --group-by)"},
    {"group-by", "KEY", "images of the same key stay in one fold: name:REGEX, text:REGEX, or a key of the image as tags[:REGEX]"},
    {"seed", "N", "of the shuffle (42)"},
    {"no-shuffle", "", "--split-by sklearn takes blocks of the sorted names, as KFold(shuffle=False)"},
    {"images", "DIR", "folder of the pictures; once for all annotation files or once for each (the pipeline's)"},
    {"layout", "L", "of the files: kfold_results_v2, jsons_kfold, kfold_splits or kfold_results (kfold_results_v2)"},
    {"jobs", "N", "how many folds are trained side by side, each on its share of the cores (1)"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* kfold_notes =
    "split deals the images of the JSON files, else of the pipeline's data.train, out to N folds: DIR/fold_<i>/train.json and val.json in\n"
    "the reference system's layouts, DIR/kfold.json, and with a pipeline DIR/fold_<i>.toml, which extends it; key=value goes into these.\n"
    "train trains fold after fold as DIR/runs/<pipeline>_fold<i>, goes on where it was interrupted and stops at the first error; with\n"
    "--jobs several at a time, which write to DIR/runs/<pipeline>_fold<i>.log. score\n"
    "predicts what each fold holds out with its best checkpoint and scores it all as one. PIPELINE alone does the three, and goes on.\n"
    "predict makes OUT/fold_<i>.json of any pictures, by each fold's best checkpoint: the members of docket ensemble.\n"
    "reference is NumPy's shuffle and blocks of count / N, sklearn is KFold(N, shuffle=True, random_state=seed); both exactly, of sorted\n"
    "names. group keeps a key's images together, density gives every fold the same spread of words per image. docs/kfold.md says more.";

int run_kfold(const CommandLine& line);

}  // namespace docket
