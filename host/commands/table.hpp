/// Every command of docket, one line each. `docket --help`, the commands' --help and the shell completion are made from it.
/// A light command's run_<name> is listed in host/main.cpp, a heavy one's in host/heavy.cpp.
#pragma once

#include "../command_line.hpp"
#include "advise.hpp"
#include "bench.hpp"
#include "completion.hpp"
#include "config.hpp"
#include "convert.hpp"
#include "data.hpp"
#include "doctor.hpp"
#include "ensemble.hpp"
#include "evaluate.hpp"
#include "export.hpp"
#include "kfold.hpp"
#include "plugins.hpp"
#include "predict.hpp"
#include "report.hpp"
#include "run.hpp"
#include "sweep.hpp"
#include "synth.hpp"
#include "train.hpp"
#include "tune.hpp"
#include "version.hpp"

namespace docket {

inline constexpr Command command_table[] = {
    {"bench", "forward [--model NAME] | train|loader|targets PIPELINE", "time the network and the parts of training on this machine", Weight::heavy, bench_flags, bench_notes},
    {"config", "show FILE [key=value...] | schema | docs", "show, check and describe pipelines", Weight::light, config_flags, config_notes},
    {"plugins", "[list | show NAME | why FILE | check FILE | new backbone NAME]", "list, explain, check and start plugins", Weight::light,
     plugins_flags, plugins_notes},
    {"predict", "PIPELINE INPUT... [key=value...] [--out DIR]", "find the words of pictures", Weight::heavy, predict_flags,
     predict_notes},
    {"synth", "--out DIR", "make receipt pictures with word boxes", Weight::heavy, synth_flags},
    {"train", "PIPELINE [key=value...]", "train the network of a pipeline on annotated pictures", Weight::heavy, train_flags, train_notes},
    {"convert", "INPUT --to FORMAT --out FILE", "labels and predictions from one format to another", Weight::heavy, convert_flags, convert_notes},
    {"evaluate", "[PIPELINE] [key=value...]", "score a pipeline or a prediction file against the truth", Weight::heavy, evaluate_flags,
     evaluate_notes},
    {"tune", "PIPELINE|FOLDS [OPTION=VALUES...] [key=value...]", "score hundreds of postprocess settings on maps computed once", Weight::heavy, tune_flags, tune_notes},
    {"sweep", "FILE.toml [key=value...] | agent|status|best|importance|stop|promote STUDY", "search the options of a pipeline by many trainings", Weight::light, sweep_flags, sweep_notes},
    {"kfold", "[split] PIPELINE [ANNOTATIONS.json...] --out DIR [key=value...] | train DIR | score DIR | predict DIR INPUT...", "deal images out to folds, train each, score out of fold", Weight::light, kfold_flags, kfold_notes},
    {"ensemble", "MEMBER... | FILE.toml [key=value...]", "merge the predictions of several members into one", Weight::light, ensemble_flags, ensemble_notes},
    {"run", "CAMPAIGN.toml [key=value...]", "a whole strategy: stages that decide by what they measure, resumable", Weight::light, run_flags, run_notes},
    {"advise", "RUN", "what a training run's metrics say, and what to do next", Weight::light, advise_flags, advise_notes},
    {"report", "PATH... [--out FILE]", "draw runs and other results on one HTML page", Weight::light, report_flags, report_notes},
    {"export", "CHECKPOINT|RUN OUT", "write the weights of a checkpoint, or of a run's best, alone", Weight::heavy, export_flags, export_notes},
    {"data", "check [PIPELINE] | show PIPELINE --out FILE [key=value...]", "look for faults in annotated pictures, draw training samples", Weight::heavy, data_flags, data_notes},
    {"doctor", "", "what this machine offers, what is wrong and what mends it", Weight::light, doctor_flags, doctor_notes},
    {"completion", "bash | names", "print the completion script of a shell", Weight::light, completion_flags, completion_notes},
    {"version", "", "print docket's version", Weight::light, version_flags},
};

}  // namespace docket
