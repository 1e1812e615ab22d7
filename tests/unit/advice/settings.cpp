#include "support.hpp"

namespace docket::testing {
namespace {

TEST_CASE("the guide's bands of the learning rate") {
  CHECK(contains(advice::lr_band(0.99e-4), "below"));
  CHECK(contains(advice::lr_band(1e-4), "slow (1e-4"));
  CHECK(contains(advice::lr_band(2e-4), "slow (1e-4"));
  CHECK(contains(advice::lr_band(2.5e-4), "between the guide's slow"));
  CHECK(contains(advice::lr_band(3e-4), "balanced (3e-4"));
  CHECK(contains(advice::lr_band(5e-4), "balanced (3e-4"));
  CHECK(contains(advice::lr_band(6e-4), "between the guide's balanced"));
  CHECK(contains(advice::lr_band(7e-4), "unstable (7e-4"));
  CHECK(contains(advice::lr_band(1e-3), "unstable (7e-4"));
  CHECK(contains(advice::lr_band(1.1e-3), "above"));
}

TEST_CASE("a rate is called wrong only where the run shows it") {
  RunHistory run = settled_run(0.965);
  for (const double lr : {1e-4, 3e-4, 1e-3}) {
    run.optimizer.lr = lr;
    CHECK(expect(run, "learning-rate").level == AdviceLevel::good);
  }
  run = settled_run(0.95);
  run.optimizer.lr = 1e-4;
  CHECK(types(expect(run, "learning-rate"), "optimizer.lr=0.0003"));
  run = run_with_losses({2, 1, 1.3, 1, 1.3, 1});
  run.optimizer.lr = 1e-3;
  CHECK(expect(run, "learning-rate").level == AdviceLevel::warning);
  run.optimizer.lr = 3e-4;
  CHECK_FALSE(has(run, "learning-rate"));  // the oscillation says it
  run.optimizer.use = "sgd";
  CHECK_FALSE(has(run, "learning-rate"));
}

TEST_CASE("a weight decay above 2e-4 is told, but not adamw's") {
  RunHistory run = settled_run(0.95);
  run.optimizer.weight_decay = 2e-4;
  CHECK_FALSE(has(run, "weight-decay"));
  run.optimizer.weight_decay = 4.94e-4;
  CHECK(types(expect(run, "weight-decay"), "optimizer.weight_decay=1e-4"));
  run.optimizer.use = "adamw";
  CHECK_FALSE(has(run, "weight-decay"));
}

TEST_CASE("a cosine that is longer or shorter than the run is told") {
  RunHistory run = settled_run(0.95);
  CHECK_FALSE(has(run, "schedule"));
  run.schedule.t_max = 12;
  CHECK_FALSE(has(run, "schedule"));
  run.schedule.t_max = 10;
  CHECK(contains(expect(run, "schedule").text, "rises again"));
  run.schedule.t_max = 24;
  CHECK(contains(expect(run, "schedule").text, "never comes down"));
  run.schedule.use = "one_cycle";
  CHECK_FALSE(has(run, "schedule"));
}

TEST_CASE("weak evidence is told") {
  RunHistory run = run_with_scores({0.9, 0.91, 0.91, 0.91});
  run.train.validate_every = 3;
  CHECK(
      types(expect(run, "few-validations"), "docket train runs/mine/config.toml --name mine-validated train.validate_every=1"));
  run.train.epochs = 9;
  CHECK(types(expect(run, "few-validations"), "docket train --resume runs/mine train.validate_every=1"));
  CHECK_FALSE(has(run_with_scores({0.9, 0.91, 0.91, 0.91, 0.91}), "few-validations"));
  run.validation_images = 99;
  CHECK(contains(expect(run, "few-validation-images").text, "99"));
  run.validation_images = 100;
  CHECK_FALSE(has(run, "few-validation-images"));
  run.shares_annotations = true;
  CHECK(types(expect(run, "not-held-out"), "docket data check"));
  run = run_with_losses({2, 1});
  run.has_validation_data = false;
  CHECK(types(expect(run, "no-validation"), "data.val.annotations="));
  CHECK_FALSE(has(run, "few-validations"));
}

TEST_CASE("waiting for data is told from a tenth on") {
  RunHistory run = settled_run(0.95);
  CHECK_FALSE(has(run, "waiting-for-data"));
  run.waiting_shares = {0.9};
  CHECK_FALSE(has(run, "waiting-for-data"));  // the first epoch reads the files
  run.waiting_shares = {0.9, 0.099};
  CHECK_FALSE(has(run, "waiting-for-data"));
  run.waiting_shares = {0.9, 0.1};
  CHECK(types(expect(run, "waiting-for-data"), "docket train runs/mine/config.toml --name mine-workers train.workers=2"));
  run.train.epochs = 99;
  CHECK(types(expect(run, "waiting-for-data"), "docket train --resume runs/mine train.workers=2"));
  run.waiting_shares = {0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.0999};
  CHECK_FALSE(has(run, "waiting-for-data"));
}

}  // namespace
}  // namespace docket::testing
