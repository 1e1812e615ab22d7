/// What the words of a split look like, in numbers.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "checked_set.hpp"

namespace docket::data_check {

/// Of a list of numbers; a quantile between two of them is interpolated. All 0 for an empty list.
struct Spread {
  double min = 0, low = 0, median = 0, mean = 0, high = 0, max = 0;  // low, high: 5 % and 95 %
};

[[nodiscard]] Spread spread_of(std::vector<double> numbers);

/// Sizes in px of the picture; box sizes without the ignored words.
struct SplitStatistics {
  std::string split;
  std::vector<std::string> annotations;
  std::size_t images = 0, words = 0, ignored = 0;
  Spread words_per_image, picture_width, picture_height, word_width, word_height, word_aspect;
};

/// One for each split, in the order they first come.
[[nodiscard]] std::vector<SplitStatistics> split_statistics(std::span<const CheckedSet> sets);

[[nodiscard]] nlohmann::ordered_json to_json(const SplitStatistics& statistics);

}  // namespace docket::data_check
