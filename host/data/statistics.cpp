#include "statistics.hpp"

#include <algorithm>
#include <numeric>

#include <docket/data/word_box.hpp>

namespace docket::data_check {
namespace {

double quantile(const std::vector<double>& sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The numbers behind the spreads.
struct Numbers {
  std::vector<double> words_per_image, picture_width, picture_height, word_width, word_height, word_aspect;
};

void collect(const CheckedSet& set, SplitStatistics& split, Numbers& numbers) {
  split.annotations.push_back(set.source.annotations.string());
  split.images += set.dataset.images.size();
  split.words += set.dataset.word_count();
  split.ignored += set.dataset.ignored_count();
  for (std::size_t i = 0; i < set.dataset.images.size(); ++i) {
    const AnnotatedImage& image = set.dataset.images[i];
    numbers.words_per_image.push_back(static_cast<double>(image.words.size()));
    if (set.facts[i].failure.empty()) {
      numbers.picture_width.push_back(set.facts[i].upright.width);
      numbers.picture_height.push_back(set.facts[i].upright.height);
    }
    for (const AnnotatedWord& word : image.words) {
      if (word.ignore) continue;
      const WordBox box = word_box(word.polygon);
      numbers.word_width.push_back(box.width);
      numbers.word_height.push_back(box.height);
      numbers.word_aspect.push_back(box.aspect());
    }
  }
}

nlohmann::ordered_json to_json(const Spread& spread) {
  return {{"min", spread.min},   {"p5", spread.low},   {"median", spread.median},
          {"mean", spread.mean}, {"p95", spread.high}, {"max", spread.max}};
}

}  // namespace

Spread spread_of(std::vector<double> numbers) {
  if (numbers.empty()) return {};
  std::sort(numbers.begin(), numbers.end());
  const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
  return {numbers.front(),         quantile(numbers, 0.05), quantile(numbers, 0.5), sum / static_cast<double>(numbers.size()),
          quantile(numbers, 0.95), numbers.back()};
}

std::vector<SplitStatistics> split_statistics(std::span<const CheckedSet> sets) {
  std::vector<SplitStatistics> splits;
  std::vector<Numbers> numbers;
  for (const CheckedSet& set : sets) {
    auto found = std::find_if(splits.begin(), splits.end(),
                              [&](const SplitStatistics& split) { return split.split == set.source.split; });
    if (found == splits.end()) {
      found = splits.insert(splits.end(), SplitStatistics{.split = set.source.split});
      numbers.emplace_back();
    }
    collect(set, *found, numbers[static_cast<std::size_t>(found - splits.begin())]);
  }
  for (std::size_t i = 0; i < splits.size(); ++i) {
    splits[i].words_per_image = spread_of(numbers[i].words_per_image);
    splits[i].picture_width = spread_of(numbers[i].picture_width);
    splits[i].picture_height = spread_of(numbers[i].picture_height);
    splits[i].word_width = spread_of(numbers[i].word_width);
    splits[i].word_height = spread_of(numbers[i].word_height);
    splits[i].word_aspect = spread_of(numbers[i].word_aspect);
  }
  return splits;
}

nlohmann::ordered_json to_json(const SplitStatistics& split) {
  return {{"split", split.split},
          {"annotations", split.annotations},
          {"images", split.images},
          {"words", split.words},
          {"ignored", split.ignored},
          {"words_per_image", to_json(split.words_per_image)},
          {"picture_width_px", to_json(split.picture_width)},
          {"picture_height_px", to_json(split.picture_height)},
          {"word_width_px", to_json(split.word_width)},
          {"word_height_px", to_json(split.word_height)},
          {"word_aspect", to_json(split.word_aspect)}};
}

}  // namespace docket::data_check
