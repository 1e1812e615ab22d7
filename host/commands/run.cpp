#include "run.hpp"

#include <utility>

#include "../campaign/progress.hpp"
#include "../campaign/work.hpp"
#include "table.hpp"

namespace docket {

int run_run(const CommandLine& line) {
  line.expect_words(1, 1);
  campaign::Plan plan = campaign::plan_campaign(campaign::read_campaign_file(line.words().front(), line.overrides()), command_table);
  plan.settings = line.overrides();
  if (!line.has("dry-run")) return campaign::work(std::move(plan));
  campaign::print_plan(plan);
  return 0;
}

}  // namespace docket
