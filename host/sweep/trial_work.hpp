/// One trial from its parameters to its end, as a training that is followed epoch by epoch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <docket/search/pruner.hpp>
#include <docket/search/study/lease.hpp>

#include "plan.hpp"
#include "../process_lock.hpp"

namespace docket::sweep {

enum class Outcome { complete, pruned, failed, interrupted, put_back, lost };

struct Worked {
  Outcome outcome = Outcome::failed;
  bool reported = false;  // some epoch's metric came, now or before
  std::string error;      // of a failed one
};

struct TrialWork {
  search::study::Study& study;
  search::study::Lease& lease;
  const Plan& plan;
  const search::Pruner* pruner;  // null: nothing is pruned
  std::filesystem::path folder;  // of the study's trials
};

/// Trains `trial`, which has its parameters, in its run folder, from its last checkpoint where there is one; reports each epoch and
/// writes how it ended. Nothing of the trial runs any more when this returns.
[[nodiscard]] Worked work_on(const TrialWork& work, search::study::StoredTrial trial, const ProcessLock& lock);

/// "0.9660"
[[nodiscard]] std::string metric_text(double value);

}  // namespace docket::sweep
