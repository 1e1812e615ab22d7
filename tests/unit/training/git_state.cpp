#include <docket/training/git_state.hpp>

#include <cstdlib>
#include <filesystem>

#include "support/doctest_beside_torch.hpp"
#include "support/temporary_folder.hpp"

namespace docket {
namespace {

/// The process stands in `folder` while this lives.
struct StandIn {
  std::filesystem::path before = std::filesystem::current_path();
  explicit StandIn(const std::filesystem::path& folder) { std::filesystem::current_path(folder); }
  ~StandIn() { std::filesystem::current_path(before); }
};

}  // namespace

TEST_CASE("a run knows its commit and whether files differ from it") {
  const testing::TemporaryFolder folder;
  const StandIn standing(folder.path);
  CHECK(git_state().is_null());
  folder.write("a.toml", "x = 1\n");
  REQUIRE(std::system("git init -q . && git add a.toml && git -c user.name=a -c user.email=a@b commit -q -m first") == 0);
  const nlohmann::json clean = git_state();
  CHECK(clean["commit"].get<std::string>().size() == 40);
  CHECK(clean["modified"] == false);
  folder.write("untracked", "");
  CHECK(git_state() == clean);
  folder.write("a.toml", "x = 2\n");
  CHECK(git_state()["modified"] == true);
}

}  // namespace docket
