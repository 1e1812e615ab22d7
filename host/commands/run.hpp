/// docket run: a campaign, from one model to the ensemble, that decides by what it measures.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag run_flags[] = {
    {"dry-run", "", "print what would be done, in which order, with which commands and how long it may take; nothing is written"},
};

inline constexpr const char* run_notes =
    "A campaign is a TOML file of stages: docket commands, what they need, the values they measure, and conditions on these values\n"
    "(configs/campaigns, docs/campaign.md). Typed again it goes on: what is finished, with the same words and the same files, is not done\n"
    "again, whatever ended it before. A stage that fails stops only those that need it. key=value sets a [settings] entry, out=DIR where\n"
    "everything goes.";

int run_run(const CommandLine& line);

}  // namespace docket
