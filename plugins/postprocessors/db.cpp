/// Words from the probability map of a differentiable-binarization head.
#include <docket/plugin.hpp>

#include "db/postprocessor.hpp"

namespace docket {

DOCKET_PLUGIN(Postprocessor, db::DbPostprocessor, "db", "words from a probability map: contours, score, unclip; boxes or polygons",
              db::schema)

}  // namespace docket
