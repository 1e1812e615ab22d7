/// Which images each fold holds out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/folds/numpy_shuffle.hpp>

namespace docket::folds {

/// The images that one fold validates on, as indices; it trains on all others.
using HeldOut = std::vector<std::size_t>;

namespace detail {

inline void expect_enough(std::size_t count, std::size_t folds, const char* what) {
  if (folds < 2) throw Error(ErrorKind::config, "folds", std::to_string(folds) + " is too few; at least 2 are needed");
  if (count >= folds) return;
  throw Error(ErrorKind::config, "folds",
              std::to_string(folds) + " are wanted of " + counted(count, what) + "; each fold must hold out at least one");
}

}  // namespace detail

/// The reference's split (reference-system.md row 54): shuffled, then cut into blocks of count / folds; the last block takes the
/// remainder. In the order of the shuffle. Throws Error(config) for fewer images than folds.
[[nodiscard]] inline std::vector<HeldOut> reference_folds(std::size_t count, std::size_t folds, std::uint32_t seed) {
  detail::expect_enough(count, folds, "image");
  const std::vector<std::size_t> order = numpy_shuffled(count, seed);
  const std::size_t size = count / folds;
  std::vector<HeldOut> blocks;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const auto first = order.begin() + static_cast<std::ptrdiff_t>(fold * size);
    blocks.emplace_back(first, fold + 1 == folds ? order.end() : first + static_cast<std::ptrdiff_t>(size));
  }
  return blocks;
}

/// scikit-learn's KFold(folds, shuffle=True, random_state=seed); without a seed KFold(folds). The first count % folds blocks are one
/// larger, each is sorted. Throws Error(config) for fewer images than folds.
[[nodiscard]] inline std::vector<HeldOut> sklearn_folds(std::size_t count, std::size_t folds, std::optional<std::uint32_t> seed) {
  detail::expect_enough(count, folds, "image");
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (seed) order = numpy_shuffled(count, *seed);
  std::vector<HeldOut> blocks;
  auto first = order.begin();
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const auto last = first + static_cast<std::ptrdiff_t>(count / folds + (fold < count % folds ? 1 : 0));
    std::sort(first, last);
    blocks.emplace_back(first, last);
    first = last;
  }
  return blocks;
}

/// Images of equal `groups` number stay together. The groups, largest first, each go to the fold that has the fewest images so far;
/// the seed decides among groups of equal size. Sorted. Throws Error(config) for fewer groups than folds.
[[nodiscard]] inline std::vector<HeldOut> grouped_folds(std::span<const std::size_t> groups, std::size_t folds, std::uint32_t seed) {
  const std::size_t count = groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1;
  std::vector<HeldOut> members(count);
  for (std::size_t image = 0; image < groups.size(); ++image) members[groups[image]].push_back(image);
  std::erase_if(members, [](const HeldOut& group) { return group.empty(); });
  detail::expect_enough(members.size(), folds, "group");
  NumpyRandom(seed).shuffle(members);
  std::stable_sort(members.begin(), members.end(), [](const HeldOut& a, const HeldOut& b) { return a.size() > b.size(); });
  std::vector<HeldOut> blocks(folds);
  for (const HeldOut& group : members) {
    HeldOut& lightest = *std::min_element(blocks.begin(), blocks.end(), [](const HeldOut& a, const HeldOut& b) { return a.size() < b.size(); });
    lightest.insert(lightest.end(), group.begin(), group.end());
  }
  for (HeldOut& block : blocks) std::sort(block.begin(), block.end());
  return blocks;
}

/// Every fold gets the same spread of words per image: the images, most `words` first, are dealt in rounds of one a fold, in each
/// round to the fold that has the fewest words so far. The seed decides among equals. Sorted. Throws Error(config) for fewer images
/// than folds.
[[nodiscard]] inline std::vector<HeldOut> density_folds(std::span<const std::size_t> words, std::size_t folds, std::uint32_t seed) {
  detail::expect_enough(words.size(), folds, "image");
  std::vector<std::size_t> order = numpy_shuffled(words.size(), seed);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return words[a] > words[b]; });
  std::vector<HeldOut> blocks(folds);
  std::vector<std::size_t> sums(folds), round(folds);
  std::iota(round.begin(), round.end(), std::size_t{0});
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i % folds == 0) std::stable_sort(round.begin(), round.end(), [&](std::size_t a, std::size_t b) { return sums[a] < sums[b]; });
    blocks[round[i % folds]].push_back(order[i]);
    sums[round[i % folds]] += words[order[i]];
  }
  for (HeldOut& block : blocks) std::sort(block.begin(), block.end());
  return blocks;
}

/// Throws Error(other) unless each of `count` images is held out by exactly one fold and no fold is empty: that is our own bug.
inline void expect_partition(const std::vector<HeldOut>& folds, std::size_t count) {
  std::vector<int> times(count);
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    if (folds[fold].empty()) throw Error(ErrorKind::other, "fold " + std::to_string(fold), "holds out no image");
    for (const std::size_t image : folds[fold]) {
      if (image >= count) throw Error(ErrorKind::other, "fold " + std::to_string(fold), "names an image that there is not");
      ++times[image];
    }
  }
  for (std::size_t image = 0; image < count; ++image) {
    if (times[image] != 1) {
      throw Error(ErrorKind::other, "image " + std::to_string(image), "is held out by " + std::to_string(times[image]) + " folds, must be one");
    }
  }
}

}  // namespace docket::folds
