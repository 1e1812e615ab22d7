#include <docket/core/nearest_name.hpp>

#include <doctest/doctest.h>

using namespace docket;

TEST_CASE("the optimal string alignment distance of textbook pairs") {
  CHECK(alignment_distance("", "abc") == 3);
  CHECK(alignment_distance("kitten", "sitting") == 3);
  CHECK(alignment_distance("box_tresh", "box_thresh") == 1);
  CHECK(alignment_distance("ab", "ba") == 1);   // a swap counts once
  CHECK(alignment_distance("ca", "abc") == 3);  // and no part is edited twice: unrestricted Damerau would give 2
}

TEST_CASE("a far name is not suggested") {
  const std::vector<std::string> names{"thresh", "box_thresh", "mode"};
  CHECK(nearest_name("tresh", names) == "thresh");
  CHECK(nearest_name("mdoe", names) == "mode");
  CHECK_FALSE(nearest_name("weights_only", names));
  CHECK_FALSE(nearest_name(std::string(1 << 20, 'x'), names));
  CHECK(suggestion("mod", names) == "; did you mean 'mode'?");
  CHECK(suggestion("unrelated", names) == "; known: thresh, box_thresh, mode");
  CHECK(suggestion("unrelated", std::vector<std::string>{"data", "train", "data"}) == "; known: data, train");
}
