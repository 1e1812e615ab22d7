/// What chooses the parameters of the next trial.
#pragma once

#include <cstdint>
#include <span>

#include <docket/search/trial.hpp>

namespace docket::search {

/// Holds no state of the study: everything a sampler knows of it are `trials`, so that many agents, and other programs, may take turns.
class Sampler {
 public:
  virtual ~Sampler() = default;

  /// Parameters for trial `number` (all that exist by SearchSpace::exists, each within its range and on its step). `trials` are all
  /// others of the study, in the order of their numbers, running ones included. The same arguments give the same answer; `seed` is the
  /// study's, and each number draws its own numbers from it. Throws Error(config) when the sampler cannot search this space.
  [[nodiscard]] virtual Assignment propose(const SearchSpace& space, Goal goal, std::span<const Trial> trials, int number, std::uint64_t seed) const = 0;

  /// Whether proposals depend on the trials: others may all be asked for at once.
  [[nodiscard]] virtual bool learns() const { return true; }

  /// How many trials there are before everything was tried; none where there is no such number.
  [[nodiscard]] virtual std::optional<std::uint64_t> trial_count(const SearchSpace&) const { return std::nullopt; }
};

}  // namespace docket::search
