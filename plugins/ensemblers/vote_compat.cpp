/// The reference system's own vote.
#include <docket/plugin.hpp>

#include "vote_compat/ensembler.hpp"

namespace docket {

DOCKET_PLUGIN(Ensembler, vote_compat::VoteCompatEnsembler, "vote_compat", "the reference system's vote as it was: upright IoU, boxes are counted",
              vote_compat::schema)

}  // namespace docket
