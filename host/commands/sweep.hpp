/// docket sweep: many trainings of one pipeline, each with other values of its options, chosen by what the ones before brought.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag sweep_flags[] = {
    {"study", "FILE", "the SQLite file of the study (sweeps/<search file>.db)"},
    {"study-name", "NAME", "of a file with several studies (the search file's name)"},
    {"agents", "N", "how many trials are trained side by side (1)"},
    {"count", "K", "at most so many trials now; 0 makes the study alone"},
    {"out", "FILE", "promote: the preset to write (<study>_best.toml beside the study)"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* sweep_notes =
    "FILE.toml names a pipeline, a metric and a [space] over any of the pipeline's options; [sampler], [pruner], [budget] and [stop] say how\n"
    "(configs/sweeps, docs/sweep.md). The study is made, or gone on with, and worked on: each trial is a docket train of its own, beside the\n"
    "study. agent STUDY works on one that is there, on as many machines and terminals as share the file; a killed agent's trial is gone on\n"
    "with from its checkpoint. status, best and importance tell; stop ends all agents after their trial; promote writes the best trial\n"
    "as a pipeline. The file is Optuna's own schema: optuna.load_study and optuna-dashboard open it.";

int run_sweep(const CommandLine& line);

}  // namespace docket
