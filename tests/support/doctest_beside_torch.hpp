/// doctest for a unit that sees LibTorch. Include it in place of doctest.h.
#pragma once

#include <ostream>

#include <c10/util/Logging.h>
#include <doctest/doctest.h>

#include <docket/core/polygon.hpp>

// LibTorch's logging has a CHECK too, one that aborts.
#undef CHECK
#define CHECK DOCTEST_CHECK

namespace docket {

/// LibTorch prints every std::vector, so what lies in one must print.
inline std::ostream& operator<<(std::ostream& out, const Point& point) { return out << '(' << point.x << ", " << point.y << ')'; }

}  // namespace docket
