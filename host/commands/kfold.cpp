#include "kfold.hpp"

#include <string>
#include <vector>

#include "../kfold/plan.hpp"
#include "../verbs.hpp"

namespace docket {

int run_kfold(const CommandLine& line) {
  static const std::vector<const char*> of_split = {"out", "folds", "split-by", "group-by", "seed", "no-shuffle", "images", "layout"};
  static const std::vector<const char*> of_score = {"out", "folds", "split-by", "group-by", "seed", "no-shuffle", "images", "layout", "jobs"};
  static const Verb verbs[] = {{"split", kfold::split, {"plugins", "jobs"}}, {"train", kfold::train, of_split}, {"score", kfold::score, of_score}, {"predict", kfold::predict, {"folds", "split-by", "group-by", "seed", "no-shuffle", "images", "layout", "jobs"}}};
  line.expect_words(1, 10'000);
  if (line.words().front().ends_with(".toml")) return kfold::all(line);
  return run_verb(line, "kfold", verbs);
}

}  // namespace docket
