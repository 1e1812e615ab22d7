#include <fcntl.h>
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <map>
#include <string>
#include <thread>

#include "support.hpp"

namespace docket::testing {

TEST_CASE("a small network learns a small data set by heart") {
  const Workplace place;
  const Run run = place.train("a", "train.epochs=75 train.validate_every=25 train.ema_decay=0.9 schedule.use=one_cycle train.log_every_s=1");
  CAPTURE(run.output);
  REQUIRE(run.code == 0);
  CHECK(contains(run.output, "train 8 images, 24 words"));
  CHECK(contains(run.output, "best val/hmean"));

  std::vector<double> losses, hmeans;
  double iou_hmean = 0;
  for (const nlohmann::json& line : metrics(place.run("a"))) {
    if (line.contains("train/loss")) losses.push_back(line["train/loss"]);
    if (line.contains("val/hmean")) hmeans.push_back(line["val/hmean"]);
    if (line.contains("val/iou_hmean")) iou_hmean = line["val/iou_hmean"];
  }
  REQUIRE(losses.size() >= 2);
  CHECK(losses.front() > 2 * losses.back());
  REQUIRE(hmeans.size() == 3);
  CHECK(hmeans.back() > 0.8);
  CHECK(iou_hmean > 0.8);

  const nlohmann::json manifest = nlohmann::json::parse(bytes_of(place.run("a") / "manifest.json"));
  CHECK(manifest["begun"]["data"]["train"][0]["word_count"] == 24);
  CHECK(manifest["begun"]["plugins"]["backbone"]["name"] == "resnet");
  CHECK(fs::exists(place.run("a") / "config.toml"));
  const fs::path checkpoint = place.run("a") / "checkpoints/epoch=74-step=150.ckpt";
  REQUIRE(fs::exists(checkpoint));

  const fs::path weights = place.path / "small.safetensors";
  const std::string export_words = "export '" + checkpoint.string() + "' '" + weights.string() + "' --half";
  const Run exported = docket(export_words);
  CAPTURE(exported.output);
  REQUIRE(exported.code == 0);
  CHECK(fs::file_size(weights) < fs::file_size(checkpoint) / 6);
  CHECK(docket(export_words).code == 2);  // never overwritten
  const fs::path of_run = place.path / "of_run.safetensors";  // a run stands for its best checkpoint
  CHECK(docket("export '" + place.run("a").string() + "' '" + of_run.string() + "' --half").code == 0);
  CHECK(fs::file_size(of_run) == fs::file_size(weights));
  CHECK_FALSE(contains(bytes_of(weights), place.path.string()));  // whose data it was is nobody's business
  const Run again = docket("evaluate '" + weights.string() + "' 'data.val.annotations=" + (place.path / "words.json").string() +
                           "' 'data.val.images=" + (place.path / "pictures").string() + "'");
  CAPTURE(again.output);
  CHECK(again.code == 0);
  CHECK(contains(again.output, "8 images, 24 words"));
  CHECK(std::stod(again.output.substr(again.output.find("  H ") + 4)) == doctest::Approx(iou_hmean).epsilon(0.05));
}

TEST_CASE("a resumed run ends with the very weights of one that never stopped, with other workers too") {
  const Workplace place;
  std::string common = "schedule.use=constant train.ema_decay=0.9 train.validate_every=100 train.validate_images=1 train.epochs=3 ";
  SUBCASE("one batch a step") {}
  SUBCASE("three batches an epoch, two a step") { common += "train.batch_size=3 train.accumulate=2 optimizer.use=radam "; }
  REQUIRE(place.train("whole", common + "train.max_steps=5").code == 0);
  REQUIRE(place.train("parts", common + "train.max_steps=3 train.workers=3").code == 0);
  CHECK(fs::exists(place.run("parts") / "checkpoints/epoch=1-step=3.ckpt"));
  const Run resumed = docket("train --resume '" + place.run("parts").string() + "' train.max_steps=5");
  CAPTURE(resumed.output);
  REQUIRE(resumed.code == 0);
  CHECK(contains(resumed.output, "step 3 of 5"));
  const auto whole = tensors_of(place.run("whole") / "checkpoints/epoch=2-step=5.ckpt");
  const auto parts = tensors_of(place.run("parts") / "checkpoints/epoch=2-step=5.ckpt");
  CHECK(whole.first == parts.first);
  CHECK(whole.second == parts.second);
  const nlohmann::json manifest = nlohmann::json::parse(bytes_of(place.run("parts") / "manifest.json"));
  REQUIRE(manifest["resumed"].size() == 1);
  CHECK(manifest["resumed"][0]["step"] == 3);
}

TEST_CASE("how activations lie in memory changes the loss by rounding alone") {
  const Workplace place;
  double losses[2] = {};
  for (const int last : {0, 1}) {
    const std::string format = last ? "channels_last" : "contiguous";
    const Run run = place.train(format, "train.precision=fp32 train.validate_images=1 train.max_steps=2 train.memory_format=" + format);
    CAPTURE(run.output);
    REQUIRE(run.code == 0);
    for (const nlohmann::json& line : metrics(place.run(format))) losses[last] = line.value("epoch/loss", losses[last]);
  }
  CHECK(losses[0] > 0);
  CHECK(losses[1] == doctest::Approx(losses[0]).epsilon(1e-3));
  CHECK(contains(place.train("typo", "train.memory_format=chanels_last").output, "must be \"auto\", \"contiguous\" or \"channels_last\""));
}

TEST_CASE("frozen weights stay as they are, batch norm's statistics too, as long as asked") {
  const Workplace place;
  const std::string common = "schedule.use=constant train.epochs=3 train.validate_every=100 train.validate_images=1 ";
  const auto parts = [&](const std::string& name, const std::string& more, const std::string& checkpoint) {
    const Run run = place.train(name, common + more);
    CAPTURE(run.output);
    REQUIRE(run.code == 0);
    const auto [header, content] = tensors_of(place.run(name) / "checkpoints" / checkpoint);
    std::map<std::string, std::string> of_part;
    for (const auto& [tensor, description] : header.items()) {
      const std::size_t begin = description["data_offsets"][0], end = description["data_offsets"][1];
      of_part[tensor.substr(0, tensor.find('.'))] += content.substr(begin, end - begin);
    }
    return of_part;
  };
  auto early = parts("early", "train.freeze=backbone. train.max_steps=1", "epoch=0-step=1.ckpt");
  auto late = parts("late", "train.freeze=backbone. train.max_steps=3", "epoch=1-step=3.ckpt");
  auto thawed = parts("thawed", "train.freeze=backbone.=1 train.max_steps=3", "epoch=1-step=3.ckpt");
  CHECK(early["backbone"] == late["backbone"]);
  CHECK(early["head"] != late["head"]);
  CHECK(early["backbone"] != thawed["backbone"]);
  const Run wrong = place.train("wrong", "train.freeze=bakbone.");
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.output, "did you mean 'backbone.'"));
  CHECK_FALSE(fs::exists(place.run("wrong")));
}

TEST_CASE("a run without better scores stops early") {
  const Workplace place;
  const Run run = place.train("a", "optimizer.lr=0 postprocess.thresh=1 train.epochs=9 train.early_stop=2 train.validate_images=1");
  CAPTURE(run.output);
  CHECK(run.code == 0);
  CHECK(contains(run.output, "stopped early"));
  CHECK(contains(run.output, "trained 6 steps"));
  const Run again = docket("train --resume '" + place.run("a").string() + "'");
  CAPTURE(again.output);
  CHECK(again.code == 0);
  CHECK(contains(again.output, "trained 6 steps"));
  CHECK(contains(docket("train --resume '" + place.run("a").string() + "' train.early_stop=3").output, "trained 8 steps"));
}

TEST_CASE("Ctrl-C writes a checkpoint, ends with 130, and the run goes on") {
  const Workplace place;
  const std::string file = (place.path / "small.toml").string(), runs = (place.path / "runs").string();
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDERR_FILENO);
    const char* program = std::getenv("DOCKET_PROGRAM");
    ::execl(program, program, "train", file.c_str(), "--runs", runs.c_str(), "--name", "a", "train.epochs=100000", nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 1200 && !fs::exists(place.run("a") / "metrics.jsonl"); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ::kill(child, SIGINT);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 130);
  std::size_t checkpoints = 0;
  for (const auto& entry : fs::directory_iterator(place.run("a") / "checkpoints")) checkpoints += entry.path().extension() == ".ckpt" ? 1 : 0;
  CHECK(checkpoints >= 1);
  const std::size_t steps = metrics(place.run("a")).size();
  const Run resumed = place.train("a", "--resume train.validate_images=1 train.max_steps=" + std::to_string(steps + 40));
  CAPTURE(resumed.output);
  CHECK(resumed.code == 0);
  CHECK(contains(resumed.output, "resuming after"));
}

TEST_CASE("a resume that is refused, or has nothing to do, leaves the run's configuration as it was") {
  const Workplace place;
  const Run first = place.train("a", "train.max_steps=2 train.validate_images=1");
  REQUIRE_MESSAGE(first.code == 0, first.output);
  const std::string config = bytes_of(place.run("a") / "config.toml"), manifest = bytes_of(place.run("a") / "manifest.json");
  const std::string resume = "train --resume '" + place.run("a").string() + "' ";
  const Run refused = docket(resume + "backbone.variant=34 train.max_steps=3");
  CHECK(refused.code == 5);
  const Run finished = docket(resume + "optimizer.lr=1");
  CHECK_MESSAGE(finished.code == 0, finished.output);
  CHECK(contains(finished.output, "nothing is left to train"));
  CHECK(bytes_of(place.run("a") / "config.toml") == config);
  CHECK(bytes_of(place.run("a") / "manifest.json") == manifest);
  const Run other = place.train("a", "--resume backbone.use=efficientnet train.max_steps=2");
  CHECK(other.code != 0);
  const Run nowhere = docket("train nowhere.toml --runs '" + (place.path / "runs").string() + "' --name a --resume");
  CHECK(nowhere.code == 2);
  CHECK(contains(nowhere.output, "nowhere.toml"));
  const Run goes_on = place.train("a", "--resume train.max_steps=3 train.validate_images=1");
  CHECK_MESSAGE(goes_on.code == 0, goes_on.output);
  CHECK(contains(goes_on.output, "trained 3 steps"));
}

TEST_CASE("a run is never overwritten, and a wrong pipeline leaves no folder behind") {
  const Workplace place;
  fs::create_directories(place.run("a"));
  std::ofstream(place.run("a") / "notes.txt") << "mine";
  const Run taken = place.train("a", "train.max_steps=1");
  CHECK(taken.code == 2);
  CHECK(contains(taken.output, "--resume"));
  CHECK(bytes_of(place.run("a") / "notes.txt") == "mine");
  const Run wrong = place.train("b", "decoder.inner_chanels=3");
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.output, "did you mean 'inner_channels'"));
  const Run typo = place.train("b", "train.epoch=3");
  CHECK(typo.code == 2);
  CHECK(contains(typo.output, "did you mean 'epochs'"));
  const Run missing = place.train("b", "weights=missing.safetensors");
  CHECK(missing.code == 5);
  CHECK(contains(missing.output, "missing.safetensors"));
  CHECK_FALSE(fs::exists(place.run("b")));
}

TEST_CASE("wrong annotations are named, or refused when asked to") {
  const Workplace place;
  nlohmann::json data = nlohmann::json::parse(bytes_of(place.path / "words.json"));
  data["images"]["gone.png"]["words"] = nlohmann::json::object();
  data["images"]["page_0.png"]["words"]["0000"]["points"] = nlohmann::json::array();
  place.write("words.json", data.dump());
  const Run told = place.train("a", "train.max_steps=1 train.validate_images=1");
  CAPTURE(told.output);
  CHECK(told.code == 0);
  CHECK(contains(told.output, "train 8 images, 23 words"));
  CHECK(contains(told.output, "1 words without points, left out: page_0.png word 0000"));
  CHECK(contains(told.output, "left out: gone.png"));
  const Run refused = place.train("b", "data.problems=refuse");
  CHECK(refused.code == 4);
  CHECK_FALSE(fs::exists(place.run("b")));
}

TEST_CASE("a folder without the data's pictures is named before anything else happens") {
  const Workplace place;
  const Run run = place.train("a", "data.train.images='" + place.path.string() + "'");
  CAPTURE(run.output);
  CHECK(run.code == 4);
  CHECK(contains(run.output, "no image is left"));
  CHECK(contains(run.output, "are not in '" + place.path.string() + "'"));
  CHECK_FALSE(fs::exists(place.run("a")));
}

TEST_CASE("a folder that cannot be written to is named, and no step is lost in it") {
  const Workplace place;
  // /proc takes no folder from anybody, root included.
  const Run run = docket("train '" + (place.path / "small.toml").string() + "' --runs /proc/docket --name a");
  CAPTURE(run.output);
  CHECK(run.code != 0);
  CHECK(contains(run.output, "/proc/docket/a"));
  CHECK_FALSE(contains(run.output, "epoch 0"));
}

}  // namespace docket::testing
