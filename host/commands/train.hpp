/// docket train: a pipeline and annotated pictures in, a run folder with checkpoints out.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag train_flags[] = {
    {"name", "N", "name of the run (the pipeline's file name)"},
    {"runs", "DIR", "folder of all runs (runs)"},
    {"resume", "", "go on with the run from its last checkpoint; one that was not begun begins"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* train_notes =
    "Leaves RUNS/NAME with config.toml, manifest.json, metrics.jsonl and checkpoints/. With --resume, PIPELINE may be the run's\n"
    "folder; its own config.toml counts then, and key=value changes what is left to do. Ctrl-C writes a checkpoint first.";

int run_train(const CommandLine& line);

}  // namespace docket
