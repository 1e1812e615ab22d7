/// Runs a campaign's stages, one after the other.
#pragma once

#include "plan.hpp"

namespace docket::campaign {

/// Runs what is not finished of `plan`. A stage that fails stops what needs it and nothing else. Returns the exit code: 0 where every stage was
/// finished or skipped by a gate, the first failed stage's otherwise, 130 when interrupted. Waits while another docket works in the
/// same folder.
[[nodiscard]] int work(Plan plan);

}  // namespace docket::campaign
