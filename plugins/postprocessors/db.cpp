/// Words from the probability map of a differentiable-binarization head.
#include <docket/plugin.hpp>

#include "db/postprocessor.hpp"

DOCKET_PLUGIN(docket::Postprocessor, docket::db::DbPostprocessor, "db",
              "words from a probability map: contours, score, unclip; boxes or polygons", docket::db::schema)
