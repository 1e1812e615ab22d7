#include "convert/losses.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace docket::convert {
namespace {

/// null, "", [], {} and false say nothing.
bool says_something(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.empty();  // null is empty, numbers are not
}

bool is_own_field(std::string_view key) {
  return key == "transcription" || key == "illegibility" || key == "score";
}

bool has_fraction(const Polygon& polygon) {
  return std::any_of(polygon.begin(), polygon.end(),
                     [](Point p) { return p.x != std::nearbyint(p.x) || p.y != std::nearbyint(p.y); });
}

void account_word(const Word& word, std::size_t index, const std::string& where, const Holds& holds, DatasetProblems& losses) {
  if (!holds.empty_words && !has_outline(word)) return losses.add("words of fewer than 3 points are left out", where);
  if (!holds.ids && word.id != word_id(index)) losses.add("words lose their id and are numbered 0001, 0002, ...", where);
  const bool is_ignored = ignored(word);
  const std::string text = transcription(word);
  const bool has_text = !text.empty() && text != "###" && !(is_ignored && text == "*");
  if (has_text && !holds.texts) losses.add("words lose their transcription", where);
  if (has_text && holds.texts && is_ignored && !holds.ignored_texts)
    losses.add("ignored words lose their transcription to '###'", where);
  if (is_ignored && !holds.ignore_marks) losses.add("words lose their ignore mark and count as text", where);
  if (score(word) && !holds.scores) losses.add("words lose their score", where);
  if (!holds.word_fields) {
    for (const auto& [key, value] : word.fields.items()) {
      if (!is_own_field(key) && says_something(value)) losses.add("words lose their '" + key + "'", where);
    }
  }
  if (!holds.any_count && word.polygon.size() != 4)
    losses.add("words of other than 4 points become their smallest rectangle", where);
  else if (!holds.fractions && has_fraction(word.polygon))
    losses.add("words are rounded to whole pixels", where);
}

}  // namespace

void account_losses(const Labels& labels, const Holds& holds, DatasetProblems& losses) {
  if (!holds.root_fields) {
    for (const auto& [key, value] : labels.fields.items()) {
      if (says_something(value)) losses.add("keys beside 'images' are lost", "'" + key + "'");
    }
  }
  for (const Picture& picture : labels.pictures) {
    if (!holds.sizes && stated_size(picture)) losses.add("images lose their size (img_w, img_h)", picture.name);
    if (!holds.picture_fields) {
      for (const auto& [key, value] : picture.fields.items()) {
        if (key != "img_w" && key != "img_h" && says_something(value))
          losses.add("images lose their '" + key + "'", picture.name);
      }
    }
    std::size_t index = 0;
    for (const Word& word : picture.words) {
      account_word(word, index, place(picture, word), holds, losses);
      if (has_outline(word) || holds.empty_words) ++index;
    }
  }
}

}  // namespace docket::convert
