#include "run_checks.hpp"

namespace docket::data_check {

Findings run_checks(std::span<const CheckedSet> sets, const Wants& wants) {
  Findings findings;
  check_files(sets, findings);
  check_splits(sets, findings);
  for (const CheckedSet& set : sets) {
    check_pictures(set, wants, findings);
    check_words(set, wants, findings);
  }
  return findings;
}

}  // namespace docket::data_check
