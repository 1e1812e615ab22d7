#include "support.hpp"

namespace docket::testing {

TEST_CASE("pictures of the validation set in the training set are refused by name before a run begins") {
  const Workplace place;
  const Run run = place.train("leaking", "data.allow_leakage=false");
  CAPTURE(run.output);
  CHECK(run.code == 4);
  CHECK(contains(run.output, "data.val: 8 of its 8 pictures are in data.train too: page_0.png, page_1.png"));
  CHECK(contains(run.output, "and 3 more; leave them out of one, or say data.allow_leakage=true"));
  CHECK_FALSE(fs::exists(place.run("leaking")));
}

}  // namespace docket::testing
