/// What an ensemble gains over its best member.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <docket/data/dataset.hpp>
#include <docket/evaluation/set_report.hpp>

#include "members.hpp"
#include "merge.hpp"

namespace docket {

struct EnsembleGain {
  SetReport ensemble;
  std::vector<SetReport> members;
  std::size_t best = 0;  // of the members, by the mean H of CLEval that the reference system logs as val/hmean
};

/// Scores all members and the ensemble on the images of the truth. Warns as `docket evaluate` does, of each member.
[[nodiscard]] EnsembleGain measure_gain(const Dataset& truth, const Members& members, const MergedImages& merged, const ClevalOptions& options,
                                        const BootstrapOptions& bootstrap, int threads);

/// The scores of the members and the ensemble, the difference to the best member with its interval, and in words whether the
/// ensemble is better than it; the last alone if `verdict_only`.
[[nodiscard]] std::string gain_text(const EnsembleGain& gain, const Members& members, bool verdict_only);

/// "the ensemble LOSES 0.0012 of H (CLEval, mean) to its best member a.json", with the interval where there are resamples.
[[nodiscard]] std::string gain_verdict(const EnsembleGain& gain, const Members& members);

}  // namespace docket
