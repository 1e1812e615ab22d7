/// Weighted boxes fusion.
#include <docket/plugin.hpp>

#include "wbf/ensembler.hpp"

namespace docket {

DOCKET_PLUGIN(Ensembler, wbf::WbfEnsembler, "wbf", "weighted boxes fusion: corners averaged by score and member weight", wbf::schema)

}  // namespace docket
