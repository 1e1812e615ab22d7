/// Words as the prediction writers take them: outline and score.
#pragma once

#include <algorithm>
#include <vector>

#include "convert/losses.hpp"

namespace docket::convert {

/// Words without an outline are left out; a word without a score gets 0.
inline std::vector<Detection> detections(const Picture& picture) {
  std::vector<Detection> found;
  for (const Word& word : picture.words) {
    if (has_outline(word)) found.push_back({word.polygon, score(word).value_or(0)});
  }
  return found;
}

/// The prediction JSON gives a score to all words or to none.
inline bool every_word_has_score(const Labels& labels) {
  return std::all_of(labels.pictures.begin(), labels.pictures.end(), [](const Picture& picture) {
    return std::all_of(picture.words.begin(), picture.words.end(), [](const Word& word) { return score(word).has_value(); });
  });
}

}  // namespace docket::convert
