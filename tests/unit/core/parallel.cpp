#include <docket/core/parallel.hpp>

#include <atomic>
#include <stdexcept>
#include <vector>

#include <docket/core/count_text.hpp>
#include <doctest/doctest.h>

using namespace docket;

TEST_CASE("every index is worked on once, whatever the number of threads") {
  for (const int threads : {0, 1, 3, 50}) {
    std::vector<int> times(20, 0);
    for_each_index(times.size(), threads, [&](std::size_t i) { ++times[i]; });
    CHECK(times == std::vector<int>(20, 1));
  }
  for_each_index(0, 4, [](std::size_t) { FAIL("nothing to do"); });
}

TEST_CASE("an exception of the work arrives at the caller, and ends the rest") {
  std::atomic<int> begun{0};
  CHECK_THROWS_WITH_AS(for_each_index(1000000, 2, [&](std::size_t) { ++begun; throw std::runtime_error("broken"); }), "broken", std::runtime_error);
  CHECK(begun <= 2);
}

TEST_CASE("counts have commas, and one is not many") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(24797) == "24,797");
  CHECK(grouped(1000000) == "1,000,000");
  CHECK(counted(1, "word") == "1 word");
  CHECK(counted(0, "word") == "0 words");
  CHECK(counted(1200, "box", "boxes") == "1,200 boxes");
}
