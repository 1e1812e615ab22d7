/// Members for tests of ensemblers.
#pragma once

#include <vector>

#include <docket/core/polygon.hpp>

namespace docket::testing {

using Members = std::vector<std::vector<Detection>>;

inline Polygon upright(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

/// A word of 60 x 20 px at (left, top).
inline Detection word(double left, double top, double score = 1) { return {upright(left, top, left + 60, top + 20), score}; }

}  // namespace docket::testing
