/// A plan's sampler and pruner.
#pragma once

#include <memory>

#include <docket/search/pruner.hpp>
#include <docket/search/sampler.hpp>

#include "plan.hpp"

namespace docket::sweep {

/// Throw Error(config) for a name or an option that does not exist.
[[nodiscard]] std::unique_ptr<search::Sampler> sampler_of(const Plan& plan);
/// Null where nothing is pruned.
[[nodiscard]] std::unique_ptr<search::Pruner> pruner_of(const Plan& plan);

/// Parameters for a trial that has none: the sampler's, but for values that were fixed when it was enqueued. Throws Error(config) for a fixed value
/// outside its range.
[[nodiscard]] search::Assignment parameters_for(const Plan& plan, const search::Sampler& sampler, const std::vector<search::study::StoredTrial>& all, const search::study::StoredTrial& trial);

}  // namespace docket::sweep
