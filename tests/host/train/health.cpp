#include <cmath>
#include <string>

#include "support.hpp"

namespace docket::testing {

TEST_CASE("a gradient that is no number is named; with roll_back the run goes on at half the rate") {
  const Workplace place;
  const std::string wild = "optimizer.use=sgd optimizer.lr=10 optimizer.weight_decay=10 train.clip_norm=0 train.epochs=40 train.validate_images=1 schedule.use=constant ";
  const Run stopped = place.train("a", wild);
  CAPTURE(stopped.output);
  CHECK(stopped.code == 5);
  CHECK(contains(stopped.output, "is not finite in step"));
  CHECK(contains(stopped.output, "the gradient"));
  const Run back = place.train("b", wild + "train.not_finite=roll_back");
  CAPTURE(back.output);
  CHECK(contains(back.output, "at half the learning rate"));
}

TEST_CASE("too little memory says what to change") {
  const Workplace place;
  const Run run = shell("ulimit -v 9000000; '" + std::string(std::getenv("DOCKET_PROGRAM")) + "' train '" + (place.path / "small.toml").string() + "' --runs '" +
                        (place.path / "runs").string() + "' --name a train.crop_side=4096 train.batch_size=8");
  CAPTURE(run.output);
  CHECK(run.code != 0);
  CHECK(contains(run.output, "out of memory with batches of 8 at 4096 x 4096 px"));
  CHECK(contains(run.output, "train.batch_size=4 train.accumulate=2"));
}

TEST_CASE("fp16 scales the loss, and a resumed run goes on with the scale") {
  const Workplace place;
  const std::string common = "train.precision=fp16 schedule.use=constant train.validate_every=100 train.validate_images=1 train.epochs=3 ";
  const Run whole = place.train("whole", common + "train.max_steps=5");
  CAPTURE(whole.output);
  REQUIRE(whole.code == 0);
  REQUIRE(place.train("parts", common + "train.max_steps=3").code == 0);
  REQUIRE(docket("train --resume '" + place.run("parts").string() + "' train.max_steps=5").code == 0);
  const fs::path file = "checkpoints/epoch=2-step=5.ckpt";
  CHECK(tensors_of(place.run("whole") / file).second == tensors_of(place.run("parts") / file).second);
}

TEST_CASE("small pictures in the first epochs, large ones later") {
  const Workplace place;
  const Run run = place.train("a", "train.crop_side=0 'train.longest_side=[\"0=64\", \"1=128\"]' train.epochs=2 train.validate_images=1");
  CAPTURE(run.output);
  CHECK(run.code == 0);
  const Run wrong = place.train("b", "train.crop_side=0 'train.longest_side=[\"0=65\"]'");
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.output, "multiple of input.stride"));
  CHECK(contains(place.train("b", "train.longest_side=640").output, "must be an epoch from 0"));
  CHECK_FALSE(fs::exists(place.run("b")));
}

TEST_CASE("the learning-rate finder draws the loss, and names the rate where it falls fastest") {
  const Workplace place;
  const std::string common = "train '" + (place.path / "small.toml").string() + "' --find-lr --out '" + (place.path / "rates.png").string() + "' ";
  const Run run = docket(common + "train.max_steps=40");
  CAPTURE(run.output);
  REQUIRE(run.code == 0);
  CHECK(contains(run.output, "optimizer.lr="));
  const double chosen = std::stod(run.output.substr(run.output.find("optimizer.lr=") + 13));
  CHECK(chosen > 1e-6);
  CHECK(chosen < 1);
  const cv::Mat plot = cv::imread((place.path / "rates.png").string());
  CHECK(plot.cols == 960);
  CHECK(bytes_of(place.path / "rates.csv").starts_with("lr,loss,smooth_loss\n1.000000e-07,"));
  CHECK_FALSE(fs::exists(place.path / "runs"));
  CHECK(docket(common + "--name a").code == 2);
  CHECK(docket("train '" + (place.path / "small.toml").string() + "' --find-lr --out rates.txt").code == 2);
}

TEST_CASE("a device that is not there is refused before any picture is read") {
  const Workplace place;
  const Run run = place.train("a", "train.device=cuda");  // no test sees a GPU
  CAPTURE(run.output);
  CHECK(run.code == 2);
  CHECK(contains(run.output, "train.device=cuda: is cuda, but "));
  CHECK_FALSE(contains(run.output, "8 images"));
  CHECK_FALSE(fs::exists(place.run("a")));
}

}  // namespace docket::testing
