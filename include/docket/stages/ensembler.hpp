/// The ensembler contract: predictions of several members for one image -> one prediction. Tier 1, as the postprocessor.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <docket/core/export.hpp>
#include <docket/core/polygon.hpp>

namespace docket {

/// The joint finding of one image.
struct EnsembleResult {
  std::vector<Detection> detections;
  /// [v]: how many groups of overlapping detections got v votes, those that were then dropped among them. Only the ensembler
  /// knows these. Empty where nobody votes, and from plugins of API 1.1 and before.
  std::vector<std::int64_t> groups_by_votes{};
};

class DOCKET_API Ensembler {
 public:
  static constexpr const char* stage = "ensembler";
  virtual ~Ensembler() = default;

  /// members[m]: what member m found in one image, in image pixels. Returns the joint finding, in image pixels.  [thread-safe]
  [[nodiscard]] virtual EnsembleResult merge(std::span<const std::vector<Detection>> members) const = 0;
};

}  // namespace docket
