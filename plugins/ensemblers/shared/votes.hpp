/// Votes and weights of members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>

namespace docket::ensemblers {

/// How often each number of votes came.
class VoteCount {
 public:
  void add(std::size_t votes) {
    if (groups_.size() <= votes) groups_.resize(votes + 1);
    ++groups_[votes];
  }
  [[nodiscard]] std::vector<std::int64_t> take() { return std::move(groups_); }

 private:
  std::vector<std::int64_t> groups_;
};

/// The option min_votes in numbers: 0 stands for more than half of the members. Throws Error(config) for more than there are.
inline std::size_t least_votes(int min_votes, std::size_t members, const std::string& who) {
  const auto wanted = static_cast<std::size_t>(min_votes);
  if (wanted > members) {
    throw Error(ErrorKind::config, who, "'min_votes' is " + std::to_string(wanted) + ", there are " + std::to_string(members) + " members");
  }
  return wanted == 0 ? members / 2 + 1 : wanted;
}

/// The option weights, one a member; all 1 when it is empty. Throws Error(config) for another number of them, or none above 0.
inline std::vector<double> member_weights(const std::vector<double>& weights, std::size_t members, const std::string& who) {
  if (weights.empty()) return std::vector<double>(members, 1);
  double sum = 0;
  for (const double weight : weights) sum += weight;
  if (weights.size() != members || !(sum > 0)) {
    throw Error(ErrorKind::config, who, "'weights' has " + std::to_string(weights.size()) + " numbers, there are " + std::to_string(members) +
                                            " members; each has one, and one of them is above 0");
  }
  return weights;
}

}  // namespace docket::ensemblers
