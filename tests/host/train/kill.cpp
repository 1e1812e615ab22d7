#include <fcntl.h>
#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "support.hpp"

namespace docket::testing {
namespace {

/// Starts `docket train`, and kills it when `now` says so or it has ended. Returns whether it was killed.
template <class Now>
bool train_and_kill(const std::vector<std::string>& words, const Now& now) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDERR_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    std::vector<char*> arguments{const_cast<char*>("docket"), const_cast<char*>("train")};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(std::getenv("DOCKET_PROGRAM"), arguments.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (now()) ::kill(child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return WIFSIGNALED(status);
}

/// Of epoch=E-step=G.ckpt the greatest G; 0 where there is none.
int newest_step(const fs::path& checkpoints) {
  int newest = 0, step = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(checkpoints, ignored)) {
    if (std::sscanf(entry.path().filename().c_str(), "epoch=%*d-step=%d.ckpt", &step) == 1) newest = std::max(newest, step);
  }
  return newest;
}

}  // namespace

TEST_CASE("a run that is killed at any moment, also while it writes, ends with the weights of one that never was") {
  const Workplace place;
  const std::string common = "schedule.use=cosine train.ema_decay=0.9 train.validate_images=1 train.epochs=12 ";
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  REQUIRE(place.train("whole", common).code == 0);  // 24 steps, 12 checkpoints
  const auto epoch = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun) / 12;  // and the start's share
  const std::vector<std::string> words{(place.path / "small.toml").string(), "schedule.use=cosine", "train.ema_decay=0.9", "train.validate_images=1",
                                       "train.epochs=12", "--runs", (place.path / "runs").string(), "--name", "killed", "--resume"};
  std::mt19937 random(7);
  int kills = 0, in_writes = 0;
  const fs::path checkpoints = place.run("killed") / "checkpoints";
  const auto half_written = [&] {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(checkpoints, ignored)) {
      if (!entry.path().filename().string().starts_with("epoch=") && entry.path().filename() != "scores.json") return true;
    }
    return false;
  };
  for (int attempt = 0; attempt < 40; ++attempt) {
    const bool during_a_write = attempt % 2 == 1;
    const int before = newest_step(checkpoints);
    const std::chrono::microseconds wait(std::uniform_int_distribution<std::int64_t>(0, epoch.count())(random));
    std::optional<Clock::time_point> due;  // some time after its first checkpoint, so that every attempt gets on
    bool writing = false;
    const bool killed = train_and_kill(words, [&] {
      if (!due && newest_step(checkpoints) > before) due = Clock::now() + wait;
      if (!due || Clock::now() < *due) return false;
      writing = half_written();
      return !during_a_write || writing;
    });
    if (!killed) break;
    ++kills;
    in_writes += writing;
  }
  MESSAGE(kills, " kills, ", in_writes, " of them during a write");
  CHECK(kills >= 2);
  const Run last = docket("train --resume '" + place.run("killed").string() + "'");
  CAPTURE(last.output);
  REQUIRE(last.code == 0);
  const auto whole = tensors_of(place.run("whole") / "checkpoints/epoch=11-step=24.ckpt");
  const auto killed = tensors_of(checkpoints / "epoch=11-step=24.ckpt");
  CHECK(whole.first == killed.first);
  CHECK(whole.second == killed.second);
  for (const auto& entry : fs::directory_iterator(checkpoints)) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    CHECK((name.ends_with(".ckpt") || name == "scores.json"));  // nothing half-written stays
  }
}

TEST_CASE("a truncated or foreign checkpoint is an error that leaves the others alone") {
  const Workplace place;
  REQUIRE(place.train("a", "train.max_steps=4 train.validate_images=1").code == 0);
  const fs::path good = place.run("a") / "checkpoints/epoch=1-step=4.ckpt", bad = place.run("a") / "checkpoints/epoch=2-step=6.ckpt";
  const std::string before = bytes_of(good);
  place.write("runs/a/checkpoints/epoch=2-step=6.ckpt", before.substr(0, before.size() / 2));
  const Run cut = docket("train --resume '" + place.run("a").string() + "' train.max_steps=8");
  CAPTURE(cut.output);
  CHECK(cut.code == 5);
  CHECK(contains(cut.output, "epoch=2-step=6.ckpt"));
  place.write("runs/a/checkpoints/epoch=2-step=6.ckpt", "PK\x03\x04 not ours");
  CHECK(docket("train --resume '" + place.run("a").string() + "' train.max_steps=8").code == 5);
  CHECK(bytes_of(good) == before);
  fs::remove(bad);
  CHECK(docket("train --resume '" + place.run("a").string() + "' train.max_steps=6").code == 0);
}

TEST_CASE("a full disk is an error, and the last good checkpoint stays") {
  const Workplace place;
  REQUIRE(place.train("a", "train.max_steps=2 train.validate_images=1").code == 0);
  const fs::path good = place.run("a") / "checkpoints/epoch=0-step=2.ckpt";
  const std::string before = bytes_of(good);
  // A limit on the size of files stands for the full disk: the same write fails half-way.
  const Run full = shell("ulimit -f " + std::to_string(before.size() / 1024 / 2) + "; trap '' XFSZ; '" + std::string(std::getenv("DOCKET_PROGRAM")) + "' train --resume '" +
                         place.run("a").string() + "' train.max_steps=6");
  CAPTURE(full.output);
  CHECK(full.code != 0);
  CHECK(contains(full.output, "epoch=1-step=4.ckpt"));
  CHECK(bytes_of(good) == before);
  CHECK(docket("train --resume '" + place.run("a").string() + "' train.max_steps=6").code == 0);
}

}  // namespace docket::testing
