/// docket train: a pipeline and annotated pictures in, a run folder with checkpoints out.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag train_flags[] = {
    {"name", "N", "name of the run (the pipeline's file name)"},
    {"runs", "DIR", "folder of all runs (runs)"},
    {"resume", "", "go on with the run from its last checkpoint; one that was not begun begins"},
    {"find-lr", "", "do not train: try 100 rising learning rates (train.max_steps sets another number) and draw the loss over them"},
    {"out", "FILE", "picture of --find-lr, .png or .jpg; its numbers go beside it (lr.png)"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* train_notes =
    "Leaves RUNS/NAME with config.toml, manifest.json, metrics.jsonl, tensorboard/ and checkpoints/. With --resume, PIPELINE may be the run's\n"
    "folder; its own config.toml counts then, and key=value changes what is left to do. Ctrl-C writes a checkpoint first.";

int run_train(const CommandLine& line);

}  // namespace docket
