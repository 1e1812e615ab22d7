/// Every parameter drawn on its own, evenly over its range.
#pragma once

#include <docket/core/random.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/draw.hpp>

namespace docket::search {

class RandomSampler final : public Sampler {
 public:
  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal, std::span<const Trial>, int number, std::uint64_t seed) const override {
    Random random{seed, static_cast<std::uint64_t>(number)};
    Assignment assignment;
    for (const Parameter& parameter : space.parameters) {
      const double unit = random.uniform();  // drawn for absent ones too: a condition does not move the others
      if (SearchSpace::exists(parameter, assignment)) assignment[parameter.name] = at_unit(parameter.range, unit);
    }
    return assignment;
  }

  [[nodiscard]] bool learns() const override { return false; }
};

}  // namespace docket::search
