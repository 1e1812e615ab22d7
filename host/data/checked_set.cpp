#include "checked_set.hpp"

#include <algorithm>

#include <docket/core/error.hpp>

#include "repeated_keys.hpp"

namespace docket::data_check {

std::vector<CheckedSet> read_sets(const std::vector<SetSource>& sources, int threads) {
  std::vector<CheckedSet> sets;
  for (const SetSource& source : sources) {
    if (!std::filesystem::is_directory(source.images)) {
      throw Error(ErrorKind::data, source.images.string(),
                  "is not a folder; the pictures of " + source.annotations.string() + " are wanted");
    }
    CheckedSet set;
    set.source = source;
    const auto same_split =
        std::count_if(sources.begin(), sources.end(), [&](const SetSource& other) { return other.split == source.split; });
    set.label = source.split + (same_split > 1 ? "/" + source.annotations.filename().string() : "");
    set.dataset = read_dataset(source.annotations, source.images);
    set.repeated = repeated_keys(source.annotations);
    sets.push_back(std::move(set));
  }
  for (CheckedSet& set : sets) set.facts = read_picture_facts(set.dataset.images, threads);
  return sets;
}

}  // namespace docket::data_check
