/// What a run says while it goes on: the live line, metrics.jsonl and TensorBoard's events.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <c10/core/CachingDeviceAllocator.h>
#include <nlohmann/json.hpp>

#include <docket/core/machine.hpp>
#include <docket/training/checkpoint.hpp>
#include <docket/training/event_file.hpp>
#include <docket/training/progress_line.hpp>
#include <docket/training/run_folder.hpp>
#include <docket/training/schedule.hpp>
#include <docket/training/speed.hpp>
#include <docket/training/weight_step.hpp>

namespace docket {

class TrainingReport {
 public:
  TrainingReport(RunFolder folder, double log_every_s, const RunLength& length, const at::Device& device)
      : folder_(std::move(folder)), length_(length), device_(device), line_(log_every_s) {}

  /// Training begins, or goes on, behind `at`.
  void begin(const TrainingProgress& at) {
    speed_.begin(at.step);
    recent_ = epoch_ = {};
    images_ = 0;
    epoch_waited_s_ = 0;
    epoch_begin_ = Clock::now();
    events_.emplace(folder_.path() / "tensorboard", at.step + 1);
  }

  /// After each step. `waited_s`: seconds spent waiting for data since begin().
  void add(const StepResult& step, const TrainingProgress& at, double lr, double waited_s) {
    images_ += step.images;
    for (Sums* sums : {&recent_, &epoch_}) {
      ++sums->steps;
      for (const auto& [name, value] : step.losses) sums->losses[name] += value;
    }
    if (line_.due() || at.step == length_.total_steps) show(at, lr, waited_s);
  }

  /// Writes the means of an epoch's losses and returns what is to be said of them. Begins the next epoch's.
  std::string end_epoch(const TrainingProgress& at, double waited_s) {
    nlohmann::json metrics{{"step", at.step}, {"epoch", at.epoch}};
    for (const auto& [name, mean] : epoch_.means()) metrics[metric_name("epoch/loss", name)] = mean;
    speed_.mark(at.step, images_, waited_s);
    const double waited = waited_s - epoch_waited_s_, seconds = std::chrono::duration<double>(Clock::now() - epoch_begin_).count();
    metrics["epoch/waiting_share"] = waited / seconds;
    char text[128];
    std::snprintf(text, sizeof text, "epoch %lld: mean loss %.4f, waited for data %.1f %%", static_cast<long long>(at.epoch), epoch_.means()["total"],
                  100 * waited / seconds);
    epoch_ = {};
    epoch_waited_s_ = waited_s;
    epoch_begin_ = Clock::now();
    keep(metrics);
    return text;
  }

  /// Writes the metrics of a validation. `score`: checkpoint.monitor, which the live line repeats from now on.
  void add_score(const nlohmann::json& metrics, double score) {
    keep(metrics);
    score_ = score;
  }

  void say(const std::string& text) { line_.say(text); }

  /// Time that is not training, such as a validation: images/s and time left leave it out.
  void pause(std::chrono::steady_clock::duration time) {
    speed_.pause(time);
    epoch_begin_ += time;
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Sums {
    std::map<std::string, double> losses;
    std::int64_t steps = 0;
    [[nodiscard]] std::map<std::string, double> means() const {
      std::map<std::string, double> means = losses;
      for (auto& [name, sum] : means) sum /= static_cast<double>(steps);
      return means;
    }
  };

  static std::string metric_name(const std::string& group, const std::string& loss) { return loss == "total" ? group : group + "_" + loss; }

  void show(const TrainingProgress& at, double lr, double waited_s) {
    speed_.mark(at.step, images_, waited_s);
    char text[320];
    int used = std::snprintf(text, sizeof text, "epoch %lld of %lld  step %lld/%lld  loss %.3f  lr %.2e  %.2f images/s  left %s  waiting for data %.0f %%  memory %.1f GiB",
                             static_cast<long long>(at.epoch), static_cast<long long>(length_.epochs), static_cast<long long>(at.step),
                             static_cast<long long>(length_.total_steps), recent_.means()["total"], lr, speed_.images_per_s(),
                             duration_text(speed_.seconds_for(length_.total_steps - at.step)).c_str(), 100 * speed_.waiting_share(),
                             static_cast<double>(resident_bytes()) / 1073741824.0);
    const auto more = [&](const char* format, auto value) {
      used += std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), format, value);
    };
    if (!device_.is_cpu()) {
      const auto stats = at::getDeviceAllocator(device_.type())->getDeviceStats(device_.index());
      more(" + %.1f GiB on the GPU", static_cast<double>(stats.reserved_bytes[0].peak) / 1073741824.0);
    }
    if (score_) more("  H %.4f", *score_);
    if (at.scale.skipped_steps > 0) more("  skipped %lld", static_cast<long long>(at.scale.skipped_steps));
    line_.show(text);
    nlohmann::json metrics{{"step", at.step}, {"epoch", at.epoch}, {"lr", lr}, {"images_per_s", speed_.images_per_s()}};
    for (const auto& [name, mean] : recent_.means()) metrics[metric_name("train/loss", name)] = mean;
    if (at.scale.skipped_steps > 0) metrics["skipped_steps"] = at.scale.skipped_steps;
    keep(metrics);
    recent_ = {};
  }

  void keep(const nlohmann::json& metrics) {
    folder_.add_metrics(metrics);
    for (const auto& [name, value] : metrics.items()) {
      if (name != "step" && events_) events_->add(name, metrics["step"], value);
    }
  }

  RunFolder folder_;
  RunLength length_;
  at::Device device_;
  ProgressLine line_;
  Speed speed_;
  std::optional<EventFile> events_;
  Sums recent_, epoch_;
  std::optional<double> score_;
  std::size_t images_ = 0;
  double epoch_waited_s_ = 0;
  Clock::time_point epoch_begin_ = Clock::now();
};

}  // namespace docket
