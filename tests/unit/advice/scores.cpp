#include "support.hpp"

namespace docket::testing {
namespace {

TEST_CASE("an H-mean above 0.960 is good, 0.960 is not yet") {
  CHECK(expect(settled_run(0.9601), "hmean").level == AdviceLevel::good);
  CHECK_FALSE(has(settled_run(0.960), "hmean"));
  CHECK_FALSE(has(settled_run(0.960F), "hmean"));  // logged in single precision
}

TEST_CASE("an H-mean that falls twice by a point oscillates") {
  const Finding finding = expect(run_with_scores({0.2, 0.9, 0.93, 0.92, 0.94, 0.93, 0.94}), "hmean-oscillates");
  CHECK(finding.level == AdviceLevel::warning);
  CHECK(finding.numbers["falls"] == 2);
  CHECK(types(finding, "optimizer.lr=0.0002"));
  CHECK_FALSE(has(run_with_scores({0.2, 0.9, 0.93, 0.921, 0.94, 0.93, 0.94}), "hmean-oscillates"));
  CHECK_FALSE(has(run_with_scores({0.1, 0.5, 0.1, 0.5, 0.1, 0.9, 0.91}), "hmean-oscillates"));  // the unsteady beginning
}

TEST_CASE("overfit: the loss falls while the H-mean falls") {
  const std::vector<double> down = {0.90, 0.95, 0.949, 0.947, 0.945};
  RunHistory run = run_with_scores(down);
  const Finding finding = expect(run, "overfit");
  CHECK(finding.level == AdviceLevel::warning);
  CHECK(types(finding, "train.early_stop=5"));
  CHECK_FALSE(has(run_with_scores({0.90, 0.95, 0.949, 0.947, 0.946}), "overfit"));  // less than half a point
  CHECK_FALSE(has(run_with_scores({0.90, 0.95, 0.947, 0.945}), "overfit"));         // two validations only
  for (EpochLoss& epoch : run.epochs) epoch.loss = 1;
  CHECK_FALSE(has(run, "overfit"));
}

TEST_CASE("a run that stands still after epoch 10 is converged when it is good, stuck when it is not") {
  CHECK(expect(settled_run(0.961), "plateau").level == AdviceLevel::good);
  RunHistory stuck = settled_run(0.95);
  const Finding finding = expect(stuck, "plateau");
  CHECK(finding.level == AdviceLevel::warning);
  CHECK(finding.commands == std::vector<std::string>{"docket data check runs/mine/config.toml",
                                                     "docket evaluate runs/mine/checkpoints/epoch=0-step=100.ckpt --worst 20"});
  stuck.optimizer.lr = 2e-4;
  CHECK(types(expect(stuck, "plateau"), "optimizer.lr=0.0003"));
  stuck.optimizer.lr = 2.1e-4;
  CHECK_FALSE(types(expect(stuck, "plateau"), "optimizer.lr=0.0003"));
  CHECK_FALSE(has(run_with_scores(std::vector<double>(10, 0.95)), "plateau"));  // epoch 9 is the last
  CHECK(has(run_with_scores(std::vector<double>(11, 0.95)), "plateau"));
}

TEST_CASE("a tenth of a point in five validations is still a plateau, more is not") {
  std::vector<double> hmeans(12, 0.95);
  hmeans[10] = 0.951;
  CHECK(has(run_with_scores(hmeans), "plateau"));
  hmeans[10] = 0.9511;
  CHECK_FALSE(has(run_with_scores(hmeans), "plateau"));
}

TEST_CASE("a run that still rises at its end is trained longer, one under way is good") {
  RunHistory run = run_with_scores({0.5, 0.7, 0.8, 0.85, 0.853});
  const Finding finding = expect(run, "still-rising");
  CHECK(finding.level == AdviceLevel::todo);
  CHECK(finding.commands == std::vector<std::string>{"docket train --resume runs/mine train.epochs=7"});
  CHECK_FALSE(has(run, "next-phase"));
  run.schedule.t_max = 5;
  run.train.max_steps = 500;
  CHECK(types(expect(run, "still-rising"), "train.epochs=7 train.max_steps=750 schedule.t_max=7"));
  run.train.max_steps = 0;
  run.train.epochs = 20;
  CHECK(expect(run, "still-rising").level == AdviceLevel::good);
  CHECK(types(expect(run, "unfinished"), "docket train --resume runs/mine"));
  CHECK_FALSE(has(run_with_scores({0.85, 0.851, 0.852, 0.8529}), "still-rising"));
  CHECK(has(run_with_scores({0.85, 0.851, 0.852, 0.853}), "still-rising"));
}

TEST_CASE("a finished run that is far from the marks and still learns is trained twice as long") {
  RunHistory run = run_with_scores({0.5, 0.895, 0.899, 0.898, 0.898});
  const Finding finding = expect(run, "not-converged");
  CHECK(finding.commands == std::vector<std::string>{"docket train --resume runs/mine train.epochs=10"});
  CHECK_FALSE(has(run, "next-phase"));
  for (EpochLoss& epoch : run.epochs) epoch.loss = 1;
  CHECK_FALSE(has(run, "not-converged"));
  CHECK(has(run, "next-phase"));
  CHECK_FALSE(has(run_with_scores({0.5, 0.896, 0.90, 0.899, 0.899}), "not-converged"));
}

TEST_CASE("a run that found nothing is looked at first") {
  RunHistory run = run_with_scores({0, 0, 0});
  const Finding finding = expect(run, "not-converged");
  CHECK(finding.commands == std::vector<std::string>{"docket data show runs/mine/config.toml --out sheet.jpg",
                                                     "docket train --resume runs/mine train.epochs=6"});
  run.train.epochs = 9;
  CHECK_FALSE(has(run, "not-converged"));
  CHECK(has(run, "unfinished"));
}

RunHistory with_balance(double precision, double recall) {
  RunHistory run = settled_run(0.95);
  for (ValidationScore& score : run.validations) {
    score.precision = precision;
    score.recall = recall;
  }
  return run;
}

TEST_CASE("precision and recall a point apart move the thresholds one step, more than two points two") {
  CHECK(expect(with_balance(0.95, 0.9401), "precision-recall-gap").level == AdviceLevel::good);
  Finding finding = expect(with_balance(0.95, 0.94), "precision-recall-gap");
  CHECK(finding.level == AdviceLevel::warning);
  CHECK(
      types(finding,
            "docket evaluate runs/mine/checkpoints/epoch=0-step=100.ckpt postprocess.thresh=0.28 postprocess.box_thresh=0.37"));
  CHECK_FALSE(contains(expect(with_balance(0.96, 0.94), "precision-recall-gap").text, "bad"));
  finding = expect(with_balance(0.9601, 0.94), "precision-recall-gap");
  CHECK(contains(finding.text, "bad"));
  CHECK(types(finding, "postprocess.thresh=0.26 postprocess.box_thresh=0.34"));

  RunHistory run = with_balance(0.94, 0.97);  // the other way, from the run's own thresholds
  run.thresh = 0.22;
  run.box_thresh = 0.25;
  CHECK(types(expect(run, "precision-recall-gap"), "postprocess.thresh=0.26 postprocess.box_thresh=0.31"));
}

}  // namespace
}  // namespace docket::testing
