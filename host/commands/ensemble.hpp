/// docket ensemble: the predictions of several members -> one prediction.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag ensemble_flags[] = {
    {"out", "DIR", "folder of the results (out)"},
    {"use", "NAME", "the ensembler: vote, wbf, nms, vote_compat or another plugin (vote, or what the TOML file says)"},
    {"truth", "FILE", "dataset JSON with the true words: is the ensemble better than its best member?"},
    {"profile", "P", "CLEval's profile for --truth: receipt, quad or poly (receipt)"},
    {"resamples", "N", "resamples of the images behind the intervals; 0: no intervals (1000)"},
    {"seed", "N", "of the resamples (0)"},
    {"scores", "", "each word of the JSON also gets its score"},
    {"allow-missing", "", "a member may lack images of the others; it votes for nothing there"},
    {"threads", "N", "threads (all cores)"},
    {"quiet,q", "", "warnings and the verdict of --truth alone"},
    {"plugins", "DIR", "look for plugins here first; may be given several times"},
};

inline constexpr const char* ensemble_notes =
    "Members are prediction JSONs of the same images, or one TOML file that lists them:\n"
    "    members = [\"fold0.json\", \"fold1.json\"]      # relative to the file; patterns like \"fold*.json\" too\n"
    "    [ensemble]\n"
    "    use = \"vote\"\n"
    "    min_votes = 2\n"
    "key=value sets an option of the ensembler, min_votes=6 or ensemble.min_votes=6; docket plugins show vote lists them.\n"
    "DIR gets submissions/*.json and *.csv, with coordinates to one decimal. docs/ensemble.md says how each ensembler counts.";

int run_ensemble(const CommandLine& line);

}  // namespace docket
