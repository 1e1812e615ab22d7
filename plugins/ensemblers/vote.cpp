/// Words that enough members found.
#include <docket/plugin.hpp>

#include "vote/ensembler.hpp"

namespace docket {

DOCKET_PLUGIN(Ensembler, vote::VoteEnsembler, "vote", "words that enough members found: polygon IoU, one vote a member", vote::schema)

}  // namespace docket
