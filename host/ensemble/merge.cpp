#include "merge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include <docket/core/count_text.hpp>
#include <docket/core/parallel.hpp>

namespace docket {
namespace {

std::string per_image(std::size_t words, std::size_t images) {
  char text[64];
  std::snprintf(text, sizeof text, "%.1f per image", static_cast<double>(words) / static_cast<double>(images));
  return text;
}

/// A row a number of votes, from many votes to few.
std::string votes_text(const std::vector<std::int64_t>& groups_by_votes) {
  std::int64_t all = 0;
  for (const std::int64_t groups : groups_by_votes) all += groups;
  if (all == 0) return "";
  std::string text = "groups of overlapping boxes by their votes, those dropped among them:\n";
  for (std::size_t votes = groups_by_votes.size(); votes-- > 0;) {
    if (groups_by_votes[votes] == 0) continue;
    char line[96];
    std::snprintf(line, sizeof line, "  %4zu %s  %10s  %5.1f %%\n", votes, votes == 1 ? "vote " : "votes",
                  grouped(static_cast<std::size_t>(groups_by_votes[votes])).c_str(),
                  100 * static_cast<double>(groups_by_votes[votes]) / static_cast<double>(all));
    text += line;
  }
  return text;
}

}  // namespace

std::size_t MergedImages::word_count() const {
  std::size_t count = 0;
  for (const MergedImage& image : images) count += image.words.size();
  return count;
}

MergedImages merge_members(const Members& members, const Ensembler& ensembler, int threads) {
  std::vector<EnsembleResult> results(members.images.size());
  for_each_index(results.size(), threads, [&](std::size_t i) { results[i] = ensembler.merge(members.images[i].found); });
  MergedImages merged;
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (Detection& word : results[i].detections) {
      for (Point& p : word.polygon) p = {std::round(p.x * 10) / 10, std::round(p.y * 10) / 10};
    }
    merged.images.push_back({members.images[i].name, std::move(results[i].detections)});
    const std::vector<std::int64_t>& groups = results[i].groups_by_votes;
    merged.groups_by_votes.resize(std::max(merged.groups_by_votes.size(), groups.size()));
    for (std::size_t v = 0; v < groups.size(); ++v) merged.groups_by_votes[v] += groups[v];
  }
  return merged;
}

std::string merged_text(const MergedImages& merged, const Members& members, const std::string& who) {
  const std::size_t images = members.images.size();
  std::string text = who + " of " + counted(members.files.size(), "member") + ", " + counted(images, "image") + "\n";
  for (std::size_t m = 0; m < members.files.size(); ++m) {
    const std::size_t words = members.predictions[m].word_count();
    text += "  " + members.files[m] + ": " + counted(words, "box", "boxes") + ", " + per_image(words, images) + "\n";
  }
  text += votes_text(merged.groups_by_votes);
  return text + "kept: " + counted(merged.word_count(), "box", "boxes") + ", " + per_image(merged.word_count(), images) + "\n";
}

}  // namespace docket
