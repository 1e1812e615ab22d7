/// An ensemble's members merged, image by image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <docket/stages/ensembler.hpp>

#include "members.hpp"

namespace docket {

struct MergedImage {
  std::string name;
  std::vector<Detection> words;  // in image pixels, to one decimal as the reference system writes them
};

struct MergedImages {
  std::vector<MergedImage> images;            // in the order of the members' images
  std::vector<std::int64_t> groups_by_votes;  // of all images
  [[nodiscard]] std::size_t word_count() const;
};

/// Throws what the ensembler throws.
[[nodiscard]] MergedImages merge_members(const Members& members, const Ensembler& ensembler, int threads);

/// "45,010 boxes, 111.4 per image" and a row for every number of votes; `who` is the ensembler's name.
[[nodiscard]] std::string merged_text(const MergedImages& merged, const Members& members, const std::string& who);

}  // namespace docket
