/// Every combination once, the last parameter fastest; trial n is the combination n, so agents need not agree.
#pragma once

#include <docket/core/error.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/draw.hpp>

namespace docket::search {

/// Parameters must be lists, whole numbers or stepped. One whose condition does not hold takes no combinations of its own.
class GridSampler final : public Sampler {
 public:
  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal, std::span<const Trial>, int number, std::uint64_t) const override {
    Assignment assignment;
    std::uint64_t rest = static_cast<std::uint64_t>(number) % count(space, 0, {});
    fill(space, 0, rest, assignment);
    return assignment;
  }

  [[nodiscard]] std::optional<std::uint64_t> trial_count(const SearchSpace& space) const override { return count(space, 0, {}); }

  [[nodiscard]] bool learns() const override { return false; }

 private:
  static constexpr std::uint64_t most = 10'000'000;

  static std::uint64_t values_of(const Parameter& parameter) {
    const std::uint64_t values = value_count(parameter.range);
    if (values == 0) throw Error(ErrorKind::config, parameter.name, "is a range without a step, which a grid cannot walk; give it a step or a list");
    return values;
  }

  /// Combinations of the parameters from `begin` on.
  static std::uint64_t count(const SearchSpace& space, std::size_t begin, const Assignment& before) {
    if (begin == space.parameters.size()) return 1;
    const Parameter& parameter = space.parameters[begin];
    if (!SearchSpace::exists(parameter, before)) return count(space, begin + 1, before);
    const std::uint64_t values = values_of(parameter);
    const bool decides = std::ranges::any_of(space.parameters, [&](const Parameter& other) { return other.only_if && other.only_if->parameter == parameter.name; });
    std::uint64_t sum = 0;
    Assignment with = before;
    for (std::uint64_t place = 0; place < values; ++place) {
      with[parameter.name] = at_place(parameter.range, place);
      const std::uint64_t below = count(space, begin + 1, with);
      sum += decides ? below : below * values;
      if (sum > most) throw Error(ErrorKind::config, "the search space", "has more than 10,000,000 combinations, too many for a grid");
      if (!decides) break;  // all values have as many below them
    }
    return sum;
  }

  static void fill(const SearchSpace& space, std::size_t begin, std::uint64_t rest, Assignment& assignment) {
    for (std::size_t i = begin; i < space.parameters.size(); ++i) {
      const Parameter& parameter = space.parameters[i];
      if (!SearchSpace::exists(parameter, assignment)) continue;
      for (std::uint64_t place = 0;; ++place) {
        assignment[parameter.name] = at_place(parameter.range, place);
        const std::uint64_t below = count(space, i + 1, assignment);
        if (rest < below) break;
        rest -= below;
      }
    }
  }
};

}  // namespace docket::search
