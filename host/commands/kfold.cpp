#include "kfold.hpp"

#include <docket/core/error.hpp>

#include "../kfold/plan.hpp"
#include "../verbs.hpp"

namespace docket {

int run_kfold(const CommandLine& line) {
  static const Verb verbs[] = {{"split", kfold::split}};
  line.expect_words(1, 10'000);
  return run_verb(line, "kfold", verbs);
}

}  // namespace docket
