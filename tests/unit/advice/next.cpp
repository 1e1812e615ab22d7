#include "support.hpp"

namespace docket::testing {
namespace {

TEST_CASE("the next phase follows the guide's H-means") {
  CHECK(contains(expect(settled_run(0.965), "next-phase").text, "five folds, then the ensemble of ten"));
  CHECK(contains(expect(settled_run(0.965F), "next-phase").text, "five folds, then the ensemble of ten"));
  const Finding two = expect(settled_run(0.9649), "next-phase");
  CHECK(contains(two.text, "sweep of the learning rate, or an ensemble of two"));
  CHECK(two.commands.size() == 3);  // 0.964 makes five folds worth it
  CHECK(expect(settled_run(0.964), "next-phase").commands.size() == 3);
  CHECK(expect(settled_run(0.963), "next-phase").commands.size() == 2);
  CHECK(contains(expect(settled_run(0.9629), "next-phase").text, "tune the thresholds first"));
  CHECK_FALSE(types(expect(settled_run(0.961), "next-phase"), "variant=101"));
  CHECK(types(expect(settled_run(0.9609), "next-phase"), "backbone.use=resnet backbone.variant=101"));
}

TEST_CASE("a sweep by hand tries the guide's two rates") {
  const Finding finding = expect(settled_run(0.963), "next-phase");
  CHECK(finding.level == AdviceLevel::todo);
  CHECK(finding.commands[0] == "docket train runs/mine/config.toml --name mine-lr0.0004 optimizer.lr=0.0004");
  CHECK(finding.commands[1] == "docket train runs/mine/config.toml --name mine-lr0.00025 optimizer.lr=0.00025");
}

TEST_CASE("thresholds are tried around the run's own") {
  RunHistory run = settled_run(0.95);
  run.thresh = 0.22;
  run.box_thresh = 0.25;
  const Finding finding = expect(run, "next-phase");
  CHECK(types(finding, "postprocess.thresh=0.24 postprocess.box_thresh=0.25"));
  CHECK(types(finding, "postprocess.thresh=0.28 postprocess.box_thresh=0.25"));
  CHECK(types(finding, "postprocess.thresh=0.24 postprocess.box_thresh=0.3"));
}

TEST_CASE("scores of pictures that were trained on lead nowhere") {
  RunHistory run = settled_run(0.99);
  run.shares_annotations = true;
  CHECK_FALSE(has(run, "next-phase"));
}

TEST_CASE("a deep ResNet is not replaced by itself") {
  RunHistory run = settled_run(0.95);
  run.variant = "101";
  CHECK(types(expect(run, "next-phase"), "backbone.use=efficientnet backbone.variant=b4"));
}

TEST_CASE("an unfinished run gets its next phase only when it is there already") {
  RunHistory run = settled_run(0.964);
  run.train.epochs = 22;
  CHECK_FALSE(has(run, "next-phase"));
  CHECK(contains(expect(run, "unfinished").text, "12 of 22 epochs"));
  run.train.early_stop = 5;  // which ended it
  CHECK_FALSE(has(run, "unfinished"));
  run = settled_run(0.965);
  run.train.epochs = 22;
  CHECK(has(run, "next-phase"));
}

TEST_CASE("an unfinished run that overfits is not gone on with") {
  RunHistory run = run_with_scores({0.90, 0.95, 0.949, 0.947, 0.945});
  run.train.epochs = 22;
  CHECK(expect(run, "unfinished").commands.empty());
}

TEST_CASE("a run that train.max_steps ends is counted in steps") {
  RunHistory run = run_with_scores({0.90, 0.95});
  run.train.epochs = 1000;
  run.train.max_steps = 1500;
  run.last_step = 842;
  CHECK(contains(expect(run, "unfinished").text, "842 of 1500 steps are done"));
}

TEST_CASE("commands name folders as a shell takes them") {
  RunHistory run = settled_run(0.965);
  run.folder = "/tmp/my runs/a";
  CHECK(expect(run, "next-phase").commands[0] ==
        "docket kfold '/tmp/my runs/a/config.toml' --out '/tmp/my runs/a-folds'");
  CHECK(contains(expect(settled_run(0.965), "next-phase").text, "docket kfold deals the training images out"));
  CHECK(shell_word("it's") == "'it'\\''s'");
}

TEST_CASE("what is good comes first, what to do last") {
  const std::vector<Finding> findings = advise(settled_run(0.95));
  REQUIRE(findings.size() > 2);
  CHECK(findings.front().level == AdviceLevel::good);
  CHECK(findings.back().level == AdviceLevel::todo);
  CHECK(advise(RunHistory{.folder = "r"}).size() >= 2);  // a run without any epoch is no crash
}

}  // namespace
}  // namespace docket::testing
