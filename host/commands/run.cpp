#include "run.hpp"

#include "../campaign/progress.hpp"
#include "../campaign/work.hpp"

namespace docket {

int run_run(const CommandLine& line) {
  line.expect_words(1, 1);
  const campaign::Campaign campaign = campaign::read_campaign_file(line.words().front(), line.overrides());
  if (!line.has("dry-run")) return campaign::work(campaign);
  campaign::print_plan(campaign::plan_campaign(campaign));
  return 0;
}

}  // namespace docket
