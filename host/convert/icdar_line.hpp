/// One line of an ICDAR text file.
#pragma once

#include <string>
#include <string_view>

#include "convert/labels.hpp"

namespace docket::convert {

/// truth: gt_*.txt, outlines with texts. results: res_*.txt, outlines alone or with a score.
enum class IcdarKind { truth, results };

/// Truth lines: x1,y1,...,x4,y4[,text] (2015, 2017, 2019); left,top,right,bottom[,"text"] or the same with blanks between
/// (2013); x1,y1,...,xn,yn,####text (CTW1500). Results: 4 numbers, or 3 points and more; an odd last number is the score.
/// Throws Error(data) at `where`.
Word read_icdar_line(std::string_view line, IcdarKind kind, const std::string& where);

}  // namespace docket::convert
