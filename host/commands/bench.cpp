#include "bench.hpp"

#include "../bench/forward.hpp"
#include "../bench/training.hpp"
#include "../verbs.hpp"

namespace docket {

int run_bench(const CommandLine& line) {
  static const std::vector<const char*> of_forward = {"model", "size", "precision", "unfrozen", "parts", "threads"};
  std::vector<const char*> idle_in_train = of_forward;
  idle_in_train.push_back("limit");
  const Verb verbs[] = {{"forward", bench_forward, {"limit"}},
                        {"train", bench_train, idle_in_train},
                        {"loader", bench_loader, of_forward},
                        {"targets", bench_targets, of_forward}};
  line.expect_words(1, 2);
  return run_verb(line, "bench", verbs);
}

}  // namespace docket
