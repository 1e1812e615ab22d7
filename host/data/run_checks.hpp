/// All checks over all sets.
#pragma once

#include <span>

#include "checked_set.hpp"
#include "findings.hpp"

namespace docket::data_check {

[[nodiscard]] Findings run_checks(std::span<const CheckedSet> sets, const Wants& wants);

/// Its parts. Files and their names:
void check_files(std::span<const CheckedSet> sets, Findings& findings);
/// The same picture, or nearly the same, twice; within a split and between splits.
void check_splits(std::span<const CheckedSet> sets, Findings& findings);
/// One set's pictures: sizes, EXIF, how many words.
void check_pictures(const CheckedSet& set, const Wants& wants, Findings& findings);
/// One set's words.
void check_words(const CheckedSet& set, const Wants& wants, Findings& findings);

}  // namespace docket::data_check
