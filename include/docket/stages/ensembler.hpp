/// The ensembler contract: predictions of several members for one image -> one prediction. Tier 1, as the postprocessor.
#pragma once

#include <span>
#include <vector>

#include <docket/core/export.hpp>
#include <docket/core/polygon.hpp>

namespace docket {

class DOCKET_API Ensembler {
 public:
  static constexpr const char* stage = "ensembler";
  virtual ~Ensembler() = default;

  /// members[m]: what member m found in one image, in image pixels. Returns the joint finding, in image pixels.  [thread-safe]
  [[nodiscard]] virtual std::vector<Detection> merge(std::span<const std::vector<Detection>> members) const = 0;
};

}  // namespace docket
