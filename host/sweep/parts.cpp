#include "parts.hpp"

#include <algorithm>

#include <docket/core/error.hpp>
#include <docket/search/pruners/pruners.hpp>
#include <docket/search/samplers/samplers.hpp>

namespace docket::sweep {

namespace {

/// A value that a person enqueued, as samplers write it.
double internal_value(const search::Parameter& parameter, const nlohmann::json& value) {
  const auto refuse = [&](const std::string& why) { return Error(ErrorKind::config, parameter.name, "was enqueued as " + value.dump() + ", " + why); };
  if (const auto* choices = std::get_if<search::Choices>(&parameter.range)) {
    const auto found = std::ranges::find(choices->values, value);
    if (found == choices->values.end()) throw refuse("which is none of its choices");
    return static_cast<double>(found - choices->values.begin());
  }
  if (!value.is_number()) throw refuse("which is no number");
  const double number = value.get<double>();
  const auto* whole = std::get_if<search::IntRange>(&parameter.range);
  const double low = whole != nullptr ? static_cast<double>(whole->low) : std::get<search::FloatRange>(parameter.range).low;
  const double high = whole != nullptr ? static_cast<double>(whole->high) : std::get<search::FloatRange>(parameter.range).high;
  if (!(number >= low && number <= high)) throw refuse("which is outside its range");
  return number;
}

}  // namespace

std::unique_ptr<search::Sampler> sampler_of(const Plan& plan) { return search::make_sampler(plan.sampler.name, plan.sampler.options); }

std::unique_ptr<search::Pruner> pruner_of(const Plan& plan) { return search::make_pruner(plan.pruner.name.empty() ? "none" : plan.pruner.name, plan.pruner.options); }

search::Assignment parameters_for(const Plan& plan, const search::Sampler& sampler, const std::vector<search::study::StoredTrial>& all, const search::study::StoredTrial& trial) {
  std::vector<search::Trial> others = search::study::plain(all);
  std::erase_if(others, [&](const search::Trial& other) { return other.number == trial.trial.number; });
  const search::Assignment proposed = sampler.propose(plan.space, plan.goal, others, trial.trial.number, plan.seed);
  if (trial.fixed_parameters.empty()) return proposed;
  search::SearchSpace unconditional = plan.space;
  for (search::Parameter& parameter : unconditional.parameters) parameter.only_if.reset();
  const search::Assignment spare = search::RandomSampler().propose(unconditional, plan.goal, others, trial.trial.number, plan.seed);
  search::Assignment values;
  for (const search::Parameter& parameter : plan.space.parameters) {
    if (!search::SearchSpace::exists(parameter, values)) continue;
    const auto fixed = trial.fixed_parameters.find(parameter.name);
    const auto sampled = proposed.find(parameter.name);
    values[parameter.name] = fixed != trial.fixed_parameters.end() ? internal_value(parameter, fixed->second) : sampled != proposed.end() ? sampled->second : spare.at(parameter.name);
  }
  return values;
}

}  // namespace docket::sweep
