/// Non-maximum suppression over all members.
#include <docket/plugin.hpp>

#include "nms/ensembler.hpp"

namespace docket {

DOCKET_PLUGIN(Ensembler, nms::NmsEnsembler, "nms", "the best box of each group of overlapping ones, by polygon IoU", nms::schema)

}  // namespace docket
