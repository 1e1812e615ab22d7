/// The name a person probably meant.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket {

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, no part edited twice.
[[nodiscard]] inline std::size_t alignment_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

/// The candidate closest to `name`; none when more than a third of the letters differ. The first of equals wins.
template <class Names>
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, const Names& candidates) {
  constexpr std::size_t longest_worth_comparing = 100;
  if (name.size() > longest_worth_comparing) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t smallest = 0;
  for (const auto& candidate : candidates) {
    const std::string_view other(candidate);
    if (other.size() > longest_worth_comparing) continue;
    const std::size_t distance = alignment_distance(name, other);
    const std::size_t allowed = (std::max(name.size(), other.size()) + 2) / 3;
    if (distance > allowed || distance >= std::max(name.size(), other.size())) continue;
    if (!nearest || distance < smallest) {
      nearest = std::string(other);
      smallest = distance;
    }
  }
  return nearest;
}

/// The tail of an "unknown ..." message: the nearest name, or all of them, each once, when none is near.
template <class Names>
[[nodiscard]] std::string suggestion(std::string_view name, const Names& candidates) {
  if (const auto nearest = nearest_name(name, candidates)) return "; did you mean '" + *nearest + "'?";
  std::string known;
  std::vector<std::string> told;
  for (const auto& candidate : candidates) {
    if (std::find(told.begin(), told.end(), candidate) != told.end()) continue;
    told.emplace_back(candidate);
    known += (known.empty() ? "" : ", ") + told.back();
  }
  return known.empty() ? "" : "; known: " + known;
}

}  // namespace docket
