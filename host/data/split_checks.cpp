#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <docket/core/hash.hpp>

#include "run_checks.hpp"

namespace docket::data_check {
namespace {

struct Picture {
  const CheckedSet* set;
  std::size_t index;

  [[nodiscard]] const PictureFacts& facts() const { return set->facts[index]; }
  [[nodiscard]] const AnnotatedImage& image() const { return set->dataset.images[index]; }
  [[nodiscard]] const std::string& split() const { return set->source.split; }
  [[nodiscard]] std::string place() const { return set->place(index); }
  /// Of the pixels; of the file where it cannot be decoded, or nothing where it cannot even be read.
  [[nodiscard]] const std::string& content() const {
    return facts().pixel_sha256.empty() ? facts().file_sha256 : facts().pixel_sha256;
  }
};

std::vector<Picture> all_pictures(std::span<const CheckedSet> sets) {
  std::vector<Picture> all;
  for (const CheckedSet& set : sets) {
    for (std::size_t i = 0; i < set.facts.size(); ++i) {
      if (!set.facts[i].file_sha256.empty()) all.push_back({&set, i});
    }
  }
  return all;
}

std::multiset<std::vector<std::pair<double, double>>> corners(const AnnotatedImage& image) {
  std::multiset<std::vector<std::pair<double, double>>> words;
  for (const AnnotatedWord& word : image.words) {
    std::vector<std::pair<double, double>> ring;
    for (const Point& point : word.polygon) ring.emplace_back(point.x, point.y);
    words.insert(std::move(ring));
  }
  return words;
}

std::string how_same(const Picture& a, const Picture& b) {
  return a.facts().file_sha256 == b.facts().file_sha256 ? " (same file)" : " (same pixels)";
}

/// Pictures with the same content, group by group, in the order of their first.
std::vector<std::vector<Picture>> same_pictures(const std::vector<Picture>& all) {
  std::vector<std::vector<Picture>> groups;
  std::map<std::string, std::size_t> group_of;
  for (const Picture& picture : all) {
    const auto [found, is_new] = group_of.emplace(picture.content(), groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(picture);
  }
  return groups;
}

void check_same(const std::vector<std::vector<Picture>>& groups, Findings& findings) {
  for (const std::vector<Picture>& group : groups) {
    for (std::size_t k = 1; k < group.size(); ++k) {
      const Picture& later = group[k];
      const auto earlier = [&](bool in_its_split) {
        return std::find_if(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(k),
                            [&](const Picture& other) { return (other.split() == later.split()) == in_its_split; });
      };
      const auto end = group.begin() + static_cast<std::ptrdiff_t>(k);
      if (const auto other = earlier(false); other != end)
        findings.add("leakage", later.place() + " = " + other->place() + how_same(later, *other));
      if (const auto other = earlier(true); other != end)
        findings.add("duplicate-image", later.place() + " = " + other->place() + how_same(later, *other));
      if (corners(later.image()) != corners(group.front().image())) {
        findings.add("duplicate-labels", later.place() + " (" + std::to_string(later.image().words.size()) + " words), " +
                                             group.front().place() + " (" + std::to_string(group.front().image().words.size()) +
                                             ")");
      }
    }
  }
}

void check_not_held_out(const std::vector<std::vector<Picture>>& groups, Findings& findings) {
  std::map<std::string, std::size_t> size;
  std::map<std::pair<std::string, std::string>, std::size_t> shared;  // pictures of the first that are in the second
  for (const std::vector<Picture>& group : groups) {
    std::set<std::string> splits;
    for (const Picture& picture : group) splits.insert(picture.split());
    for (const std::string& a : splits) {
      ++size[a];
      for (const std::string& b : splits) {
        if (a != b) ++shared[{a, b}];
      }
    }
  }
  for (const auto& [pair, count] : shared) {
    const auto& [a, b] = pair;
    const bool equal = size[a] == size[b];
    if (count != size[a] || (equal && a > b)) continue;  // two equal sets are told once
    findings.add("not-held-out", equal ? a + " and " + b + " hold the same " + std::to_string(count) + " pictures"
                                       : "all " + std::to_string(count) + " pictures of " + a + " are in " + b);
  }
}

void check_near(const std::vector<std::vector<Picture>>& groups, Findings& findings) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Picture &later = groups[i].front(), &earlier = groups[j].front();
      const Likeness like = likeness(later.facts(), earlier.facts());
      if (!like.near()) continue;
      char how[64];
      std::snprintf(how, sizeof how, " (%d of 64 bits differ, correlation %.3f)", like.differing_bits, like.correlation);
      findings.add(later.split() == earlier.split() ? "near-duplicate" : "near-leakage",
                   later.place() + " ~ " + earlier.place() + how);
    }
  }
}

void check_names(const std::vector<Picture>& all, Findings& findings) {
  std::map<std::string, Picture> first;
  for (const Picture& picture : all) {
    const auto [found, is_new] = first.emplace(picture.image().name, picture);
    const Picture& other = found->second;
    if (!is_new && other.split() != picture.split() && other.content() != picture.content()) {
      findings.add("same-name", picture.place() + ", " + other.place());
    }
  }
}

void check_annotations(std::span<const CheckedSet> sets, Findings& findings) {
  std::map<std::string, const CheckedSet*> first;
  for (const CheckedSet& set : sets) {
    const auto [found, is_new] = first.emplace(sha256_of_file(set.source.annotations), &set);
    if (!is_new && found->second->source.split != set.source.split) {
      findings.add("same-annotations", set.label + " " + set.source.annotations.string() + " = " + found->second->label + " " +
                                           found->second->source.annotations.string());
    }
  }
}

}  // namespace

void check_splits(std::span<const CheckedSet> sets, Findings& findings) {
  check_annotations(sets, findings);
  const std::vector<Picture> all = all_pictures(sets);
  const std::vector<std::vector<Picture>> groups = same_pictures(all);
  check_not_held_out(groups, findings);
  check_same(groups, findings);
  check_near(groups, findings);
  check_names(all, findings);
}

}  // namespace docket::data_check
