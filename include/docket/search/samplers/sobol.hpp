/// Sobol's sequence over the whole space: spreads more evenly than random draws. Trial n is point n, shifted by the seed.
#pragma once

#include <cmath>
#include <limits>

#include <boost/random/sobol.hpp>

#include <docket/core/error.hpp>
#include <docket/core/random.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/draw.hpp>

namespace docket::search {

class SobolSampler final : public Sampler {
 public:
  /// The shift modulo 1 (Cranley and Patterson, 1976) makes another sequence of every seed and keeps the evenness.
  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal, std::span<const Trial>, int number, std::uint64_t seed) const override {
    const std::size_t dimensions = space.parameters.size();
    if (dimensions == 0) return {};
    if (dimensions > 3667) throw Error(ErrorKind::config, "the search space", "has " + std::to_string(dimensions) + " parameters, and the Sobol sequence at most 3,667");
    boost::random::sobol sequence(dimensions);
    sequence.discard(static_cast<boost::uintmax_t>(number) * dimensions);
    Random shift{seed};
    Assignment assignment;
    for (const Parameter& parameter : space.parameters) {
      const double point = static_cast<double>(sequence()) / (static_cast<double>(boost::random::sobol::max()) + 1.0);
      const double unit = std::fmod(point + shift.uniform(), 1.0);
      if (SearchSpace::exists(parameter, assignment)) assignment[parameter.name] = at_unit(parameter.range, unit);
    }
    return assignment;
  }

  [[nodiscard]] bool learns() const override { return false; }
};

}  // namespace docket::search
