/// What a format cannot hold: counted and named, never silently dropped.
#pragma once

#include "convert/labels.hpp"

namespace docket::convert {

/// What a format keeps of the labels. All false: outlines in whole pixels alone.
struct Holds {
  bool ids = false;            // word ids other than 0001, 0002, ...
  bool texts = false;          // transcriptions
  bool ignore_marks = false;   // which words are neither text nor background
  bool ignored_texts = false;  // the transcription of such a word
  bool scores = false;
  bool word_fields = false;     // orientation, language and unknown keys
  bool fractions = false;       // coordinates between whole pixels
  bool any_count = false;       // outlines of other than 4 points
  bool empty_words = false;     // words of fewer than 3 points
  bool sizes = false;           // img_w, img_h
  bool picture_fields = false;  // tags and unknown keys
  bool root_fields = false;     // keys beside 'images'
};

/// Adds one entry for every loss, "words lose their transcription" and so on.
void account_losses(const Labels& labels, const Holds& holds, DatasetProblems& losses);

/// Whether an outline encloses anything; other words have no place in formats without `empty_words`.
inline bool has_outline(const Word& word) {
  return word.polygon.size() >= 3;
}

}  // namespace docket::convert
