#include "score_trials.hpp"

#include <string>
#include <utility>

#include <ATen/Parallel.h>

#include <docket/core/count_text.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/search/score_settings.hpp>

namespace docket::tune {
namespace {

bool go_on() { return !interrupted(); }

/// The maps that are not stored yet, made one after the other.
void fill(const TuneSet& set) {
  const std::vector<std::string>& hashes = set.hashes;
  std::size_t missing = 0;
  for (const std::string& hash : hashes) missing += set.store->has(hash) ? 0 : 1;
  if (missing > 0) log_info(set.name + ": " + counted(missing, "map") + " to compute, " + counted(hashes.size() - missing, "map") + " known in " + set.store->folder().string());
  for (std::size_t i = 0; i < hashes.size() && missing > 0 && go_on(); ++i) {
    if (!set.store->has(hashes[i])) (void)set.store->map(hashes[i], [&] { return set.tuner->compute(set.data.pictures->picture(i)); });
  }
}

/// results[i] belongs to trials[i].
void add_results(std::vector<Trial>& trials, std::vector<SetResult> results) {
  for (std::size_t i = 0; i < trials.size(); ++i) trials[i].results.push_back(std::move(results[i]));
}

std::vector<Trial> trials_of(const std::vector<Setting>& settings) {
  std::vector<Trial> trials;
  for (const Setting& setting : settings) trials.push_back({setting, {}});
  return trials;
}

}  // namespace

std::vector<Trial> score_stored(std::span<const TuneSet> sets, const std::vector<Setting>& settings) {
  std::vector<Trial> trials = trials_of(settings);
  for (const TuneSet& set : sets) {
    const auto postprocessors = set.tuner->make(settings);
    fill(set);
    const auto map = [&](std::size_t i) { return set.store->map(set.hashes[i], [&] { return set.tuner->compute(set.data.pictures->picture(i)); }); };
    add_results(trials, score_settings(postprocessors, *set.data.pictures, set.tuner->pipeline().input_settings(), map, at::get_num_threads(), {}, go_on));
  }
  return trials;
}

std::vector<Trial> score_exactly(std::span<const TuneSet> sets, const std::vector<Setting>& settings) {
  std::vector<Trial> trials = trials_of(settings);
  for (const TuneSet& set : sets) {
    const auto map = [&](std::size_t i) { return set.tuner->compute(set.data.pictures->picture(i)); };
    add_results(trials, score_settings(set.tuner->make(settings), *set.data.pictures, set.tuner->pipeline().input_settings(), map, 1, {}, go_on));
  }
  return trials;
}

}  // namespace docket::tune
