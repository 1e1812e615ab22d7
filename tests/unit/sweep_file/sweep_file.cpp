#include <docket/search/sweep_file.hpp>

#include <fstream>

#include <doctest/doctest.h>

#include "support/temporary_folder.hpp"

namespace docket::search {
namespace {

struct Optimizer {
  std::string use = "adam";
  double lr = 1e-3;
};
constexpr auto optimizer = options<Optimizer>(option("use", &Optimizer::use, {"adam", "sgd"}, "u"), option("lr", &Optimizer::lr, {0, 1}, "l"));
struct Db {
  double thresh = 0.3;
  int max_candidates = 1000;
};
constexpr auto db = options<Db>(option("thresh", &Db::thresh, {0, 1}, "t"), option("max_candidates", &Db::max_candidates, {1, 10000}, "m"));

SweepNames names() {
  return {{{{"optimizer", option_table(optimizer)}}, {{"postprocess", {}, {{"db", "", option_table(db)}}}, {"augment", {}, {{"toy", "", option_table(db)}}, true}}}, {}, {{"none", {}}}, {"val/hmean", "val/iou_hmean", "epoch/loss_*"}};
}

SweepFile read(const std::string& toml, const std::vector<std::string>& words = {}) {
  const docket::testing::TemporaryFolder place;
  std::ofstream(place.path / "p.toml") << "[postprocess]\nuse = \"db\"\n[[augment]]\nuse = \"toy\"\n";
  std::ofstream(place.path / "s.toml") << "pipeline = \"p.toml\"\n" << toml;
  return read_sweep_file(place.path / "s.toml", words, names());
}

std::string refusal(const std::string& toml, const std::vector<std::string>& words = {}) {
  try {
    (void)read(toml, words);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("ranges, lists and values become parameters and overrides, quoted or dotted") {
  const SweepFile sweep = read(
      "[fixed]\noptimizer.use = \"adam\"\n[space]\n\"optimizer.lr\" = { low = 1e-4, high = 1e-3, log = true }\npostprocess.max_candidates = [500, 600]\n"
      "postprocess.thresh = 0.25\n\"augment.0.max_candidates\" = { low = 1, high = 10, step = 4, only_if = { \"postprocess.max_candidates\" = 600 } }\n[budget]\ntrials = 15\n[stop]\ntarget = 0.97\n");
  REQUIRE(sweep.space.parameters.size() == 3);
  CHECK(sweep.space.parameters[0].name == "optimizer.lr");
  CHECK(std::get<FloatRange>(sweep.space.parameters[0].range).log);
  CHECK(std::get<Choices>(sweep.space.parameters[1].range).values == std::vector<nlohmann::json>{500, 600});
  CHECK(std::get<IntRange>(sweep.space.parameters[2].range).high == 9);
  REQUIRE(sweep.space.parameters[2].only_if);
  CHECK(sweep.space.parameters[2].only_if->values == std::vector<double>{1});
  CHECK(sweep.overrides == std::vector<std::string>{"optimizer.use=\"adam\"", "postprocess.thresh=0.25"});
  CHECK(sweep.trials == 15);
  CHECK_FALSE(sweep.hours);
  CHECK(sweep.target == 0.97);
  CHECK(sweep.metric == "val/hmean");
}

TEST_CASE("words of the command line go to the search file or to the pipeline") {
  const SweepFile sweep = read("[space]\noptimizer.lr = { low = 0.1, high = 0.2 }\n", {"budget.trials=3", "postprocess.thresh=0.4"});
  CHECK(sweep.trials == 3);
  CHECK(sweep.overrides == std::vector<std::string>{"postprocess.thresh=0.4"});
}

TEST_CASE("what is wrong is refused with its line and the nearest right name") {
  const auto has = [](const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; };
  CHECK(has(refusal("[space]\noptimizer.rl = [0.1]\n"), "s.toml:3:"));
  CHECK(has(refusal("[space]\noptimizer.rl = [0.1]\n"), "[optimizer] has no option 'rl'; did you mean 'lr'?"));
  CHECK(has(refusal("[space]\noptimiser.lr = [0.1]\n"), "did you mean 'optimizer'?"));
  CHECK(has(refusal("[space]\npostprocess.tresh = [0.1]\n"), "'db' of [postprocess] has no option 'tresh'; did you mean 'thresh'?"));
  CHECK(has(refusal("[space]\noptimizer.lr = { low = 0.1, high = 2 }\n"), "'optimizer.lr' is 2, must be in [0, 1]"));
  CHECK(has(refusal("[space]\noptimizer.lr = { low = 0.2, high = 0.1 }\n"), "above its end"));
  CHECK(has(refusal("[space]\noptimizer.lr = { low = 0, high = 0.1, log = true }\n"), "begins above 0"));
  CHECK(has(refusal("[space]\noptimizer.lr = { low = 0.1, hihg = 0.2 }\n"), "did you mean 'high'?"));
  CHECK(has(refusal("[space]\noptimizer.use = [\"adam\", \"adam\"]\n"), "twice"));
  CHECK(has(refusal("[space]\n\"augment.3.thresh\" = [0.1]\n"), "must be the place of a [[augment]] table"));
  CHECK(has(refusal("[space]\noptimizer.lr = { low = 0.1, high = 0.2, only_if = { \"optimizer.use\" = \"sgd\" } }\n"), "stands before it"));
  CHECK(has(refusal("[space]\n"), "searches nothing"));
  CHECK(has(refusal("[pruner]\nuse = \"nune\"\n[space]\noptimizer.lr = [0.1]\n"), "did you mean 'none'?"));
  CHECK(has(refusal("spcae = 1\n"), "did you mean 'space'?"));
  CHECK(has(refusal("[space]\noptimizer.lr = [0.1]\n", {"optimizer.lr=0.3"}), "fixes what [space] searches"));
}

// reference-system.md, 6.5: a sweep optimised val_h_mean, the code logged val/hmean.
TEST_CASE("section_6_5: a metric that no training writes is refused before anything is trained") {
  CHECK(refusal("metric = \"val_hmean\"\n[space]\noptimizer.lr = [0.1]\n").find("s.toml:2:10: no training writes a metric 'val_hmean' once an epoch; did you mean 'val/hmean'?") != std::string::npos);
  CHECK(refusal("[space]\noptimizer.lr = [0.1]\n", {"metric=val_h_mean"}).find("did you mean 'val/hmean'?") != std::string::npos);
  CHECK(refusal("[space]\noptimizer.lr = [0.1]\n", {"metric=images_per_s"}).find("; known: val/hmean, val/iou_hmean, epoch/loss_*") != std::string::npos);
  CHECK(read("metric = \"epoch/loss_probability\"\n[space]\noptimizer.lr = [0.1]\n").metric == "epoch/loss_probability");
}

}  // namespace docket::search
