#include "support.hpp"

#include <limits>

namespace docket::testing {
namespace {

TEST_CASE("a falling loss is good, and the mark of 0.5 is told apart") {
  CHECK(contains(expect(run_with_losses({2, 1, 0.6, 0.49}), "loss-falls").text, "below the guide's mark"));
  const Finding above = expect(run_with_losses({2, 1, 0.6, 0.5}), "loss-falls");
  CHECK(above.level == AdviceLevel::good);
  CHECK_FALSE(contains(above.text, "below"));
}

TEST_CASE("a loss that climbs twice by a tenth oscillates, and a calmer rate is told") {
  RunHistory run = run_with_losses({2, 1, 1.3, 1, 1.3, 1});
  const Finding finding = expect(run, "loss-oscillates");
  CHECK(finding.level == AdviceLevel::warning);
  CHECK(finding.numbers["climbs"] == 2);
  CHECK(finding.commands ==
        std::vector<std::string>{
            "docket train runs/mine/config.toml --name mine-calmer optimizer.lr=0.0002 schedule.eta_min=1e-6",
            "docket train runs/mine/config.toml --find-lr --out lr.png"});
  CHECK_FALSE(has(run_with_losses({2, 1, 1.3, 1, 1.05, 1}), "loss-oscillates"));  // the second climb is too small
  CHECK_FALSE(has(run_with_losses({2, 1, 1.3, 1}), "loss-oscillates"));

  run.optimizer.lr = 7e-4;  // the unstable band goes back to balance
  CHECK(types(expect(run, "loss-oscillates"), "optimizer.lr=0.0003 "));
  run.optimizer.use = "sgd";  // which the bands are not about
  CHECK(types(expect(run, "loss-oscillates"), "optimizer.lr=0.000467 "));
}

TEST_CASE("swings of long ago are told as such") {
  const Finding finding = expect(run_with_losses({2, 1, 1.4, 1, 1.4, 1, .9, .8, .7, .6, .6, .6, .6, .6}), "loss-oscillates");
  CHECK(contains(finding.text, "calm since"));
}

TEST_CASE("a loss a fifth above its lowest value rises") {
  CHECK(expect(run_with_losses({2, 1, 1.1, 1.2}), "loss-rises").level == AdviceLevel::warning);
  CHECK_FALSE(has(run_with_losses({2, 1, 1.1, 1.19}), "loss-rises"));
}

TEST_CASE("a loss that is no number comes with rate and precision") {
  RunHistory run = run_with_losses({2, 1, std::numeric_limits<double>::quiet_NaN()});
  run.has_broken_loss = true;
  const Finding finding = expect(run, "loss-not-finite");
  CHECK(types(finding, "optimizer.lr=0.0002"));
  CHECK(types(finding, "train.precision=fp32"));
  CHECK(has(run, "loss-falls"));  // of what was finite
}

}  // namespace
}  // namespace docket::testing
