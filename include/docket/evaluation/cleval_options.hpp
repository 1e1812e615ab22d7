/// What a person chooses about CLEval: the profile and its few numbers.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include <docket/core/error.hpp>

namespace docket {

/// How a box is read. The evaluation is one and the same.
enum class ClevalProfile {
  receipt,  // polygons of at least 4 points, no texts needed; what the receipt baseline logs as val/hmean
  quad,     // 4 corners and texts: the published metric (ICDAR)
  poly,     // polygons and texts: the published metric's polygons (TotalText)
};

inline constexpr std::array cleval_profile_names{"receipt", "quad", "poly"};  // by ClevalProfile

[[nodiscard]] inline const char* name_of(ClevalProfile profile) { return cleval_profile_names[static_cast<std::size_t>(profile)]; }

/// Throws Error(config) at `where` for another word.
[[nodiscard]] inline ClevalProfile cleval_profile(const std::string& name, const std::string& where) {
  for (std::size_t i = 0; i < cleval_profile_names.size(); ++i) {
    if (name == cleval_profile_names[i]) return static_cast<ClevalProfile>(i);
  }
  throw Error(ErrorKind::config, where, "is '" + name + "', must be receipt, quad or poly");
}

struct ClevalOptions {
  ClevalProfile profile = ClevalProfile::receipt;
  bool case_sensitive = true;                      // false counts the characters of the upper-cased text
  double recall_granularity_penalty_weight = 1;    // cost of each detection too many for a word
  double precision_granularity_penalty_weight = 1; // cost of each word too many in a detection
  double vertical_aspect_ratio_threshold = 0.5;    // quad: a word narrower than this is read downwards
  double area_precision_constraint = 0.3;          // a detection belongs to a word that covers this much of it
  std::size_t max_polygons = 500;                  // receipt: further detections of an image do not count
};

}  // namespace docket
