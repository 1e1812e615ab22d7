#include <docket/training/run_folder.hpp>

#include "support/doctest_beside_torch.hpp"
#include "../data/support.hpp"

namespace docket {

TEST_CASE("a run never goes into a folder that holds something") {
  const testing::TemporaryFolder place;
  const RunFolder folder = RunFolder::create(place.path / "a");
  folder.write_config("[train]\n");
  CHECK_THROWS_WITH((void)RunFolder::create(place.path / "a"), doctest::Contains("--resume"));
  CHECK_NOTHROW((void)RunFolder::open(place.path / "a"));
  CHECK_THROWS_WITH((void)RunFolder::open(place.path / "b"), doctest::Contains("no run to resume"));
  std::filesystem::create_directory(place.path / "empty");
  CHECK_NOTHROW((void)RunFolder::create(place.path / "empty"));
}

TEST_CASE("metrics of steps that are done again go away") {
  const testing::TemporaryFolder place;
  const RunFolder folder = RunFolder::create(place.path / "a");
  for (int step = 1; step <= 4; ++step) folder.add_metrics({{"step", step}, {"train/loss", 1.0 / step}});
  folder.rewind_metrics(2);
  std::ifstream file(folder.path() / "metrics.jsonl");
  std::string first, second, third;
  std::getline(file, first);
  std::getline(file, second);
  CHECK_FALSE(std::getline(file, third));
  CHECK(nlohmann::json::parse(second)["step"] == 2);
}

}  // namespace docket
