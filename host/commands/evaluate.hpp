/// docket evaluate: predictions against the truth, from two files or from a pipeline and its data.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag evaluate_flags[] = {
    {"truth", "FILE", "dataset JSON with the true words"},
    {"predictions", "FILE", "prediction JSON"},
    {"weights", "FILE", "weights of the whole network; win over the pipeline's"},
    {"device", "D", "where the network runs: cpu, cuda, or auto for cuda where LibTorch finds a GPU, else cpu (auto)"},
    {"split", "S", "val or train: whose truth the pipeline's data names (val)"},
    {"worst", "N", "how many of the worst images are listed and drawn (10)"},
    {"pictures", "DIR", "draw the worst images there: matched, missed, false, split and merged words in colours"},
    {"images", "DIR", "folder of the truth's pictures, for --pictures and the slices by border"},
    {"slices", "", "also scores by height, aspect, tilt and distance to the border of words, and by words per image"},
    {"profile", "P", "CLEval's profile: receipt, quad or poly (receipt)"},
    {"against", "FILE", "another prediction JSON: how far apart the two H-means are, and how sure that is"},
    {"resamples", "N", "resamples of the images behind the intervals; 0: no intervals (1000)"},
    {"seed", "N", "of the resamples (0)"},
    {"json", "FILE", "also write all numbers as JSON"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* evaluate_notes =
    "IoU: words as ICDAR 2015 counts them (greedy matches above 0.5): precision P, recall R, their harmonic mean H.\n"
    "CLEval: characters found, less a penalty for words split or merged. mean: each image alone, then the mean over images, which is\n"
    "what the reference system logs as val/hmean; total: all images as one. Profile receipt takes polygons and no texts and counts the\n"
    "first 500 detections of an image, quad (4 corners) and poly count the characters of the true texts.\n"
    "Intervals hold 95 % of the H of resampled images (percentile bootstrap). Ignored words count nowhere.\n"
    "The worst images have the lowest H of CLEval of their own. --pictures draws DIR/<rank>_<image>.jpg of each; --images says where\n"
    "the pictures lie, unless a PIPELINE's data does. The JSON has the slices too; docs/evaluation.md says what is counted where.\n"
    "PIPELINE is a pipeline's TOML file, a checkpoint, or a run's folder, whose best checkpoint is taken; without it --truth and --predictions are compared.";

int run_evaluate(const CommandLine& line);

}  // namespace docket
