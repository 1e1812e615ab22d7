/// The training loop: batches in, steps, validation, checkpoints out.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/autocast_mode.h>
#include <torch/nn/utils/clip_grad.h>

#include <docket/data/sample_loader.hpp>
#include <docket/nn/precision.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/training/checkpoint.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/loader_settings.hpp>
#include <docket/training/moving_average.hpp>
#include <docket/training/optimizer.hpp>
#include <docket/training/progress_line.hpp>
#include <docket/training/run_folder.hpp>
#include <docket/training/schedule.hpp>
#include <docket/training/score_history.hpp>
#include <docket/training/speed.hpp>
#include <docket/training/training_settings.hpp>
#include <docket/training/validation.hpp>

namespace docket {

/// How a run ended.
struct TrainingOutcome {
  bool interrupted = false;
  bool stopped_early = false;  // train.early_stop
  TrainingProgress progress;
  std::filesystem::path last;
  std::optional<std::pair<std::string, double>> best;  // checkpoint and its score
};

class Trainer {
 public:
  /// Trains `network`, which start_network() made. `interrupted` is asked after every step and between validation pictures.
  Trainer(const ConfigDocument& config, const Catalog& catalog, Network network, RunFolder folder, const PictureStore& training,
          const PictureStore* validation, std::function<bool()> interrupted)
      : config_(config),
        catalog_(catalog),
        folder_(std::move(folder)),
        settings_(read_training_settings(config)),
        training_(training),
        validation_(validation),
        interrupted_(std::move(interrupted)),
        network_(std::move(network)),
        optimizer_(network_.parameters(), settings_.optimizer),
        average_(network_.state(), settings_.train.ema_decay),
        shelf_(folder_.checkpoints(), settings_.checkpoint.keep),
        line_(settings_.train.log_every_s),
        batches_per_epoch_(SampleLoader::batches_per_epoch(training.count(), settings_.train.batch_size)),
        frozen_(freeze_rules(settings_, optimizer_.parameters())) {
    length_.steps_per_epoch = (batches_per_epoch_ + settings_.train.accumulate - 1) / settings_.train.accumulate;
    length_.epochs = settings_.train.epochs;
    length_.total_steps = length_.epochs * length_.steps_per_epoch;
    if (settings_.train.max_steps > 0) length_.total_steps = std::min(length_.total_steps, settings_.train.max_steps);
  }

  /// Goes on from `file`, which another Trainer wrote.
  void resume(const std::filesystem::path& file) {
    const Checkpoint checkpoint = read_checkpoint(file);
    restore_tensors(network_.state(), checkpoint.network, file.string());
    if (average_.active()) average_.load(checkpoint.average, file.string());
    optimizer_.load(checkpoint.optimizer, file.string());
    set_random_state(checkpoint.random_state);
    progress_ = checkpoint.progress;
    folder_.rewind_metrics(progress_.step);
    scores_.read(folder_.metrics(), settings_.checkpoint.monitor);
    line_.say("resuming after epoch " + std::to_string(progress_.epoch) + ", step " + std::to_string(progress_.step) + " of " +
              std::to_string(length_.total_steps) + " (" + file.string() + ")");
  }

  TrainingOutcome run() {
    SampleLoader loader(training_, [this](auto words, Size input) { return network_.head().targets(words, input); },
                        loader_settings(settings_.train, settings_.augment, settings_.input), first_batch(progress_.step));
    TrainingOutcome outcome;
    if (ends_epoch() && is_validated_now() && !scores_.has(progress_.step)) {
      // The run was stopped between a checkpoint and its validation.
      judge({{"step", progress_.step}, {"epoch", progress_.epoch}}, "epoch " + std::to_string(progress_.epoch), outcome.interrupted);
    }
    outcome.stopped_early = is_stale();
    speed_.begin(progress_.step);
    while (progress_.step < length_.total_steps && !outcome.interrupted && !outcome.stopped_early) {
      step(loader);
      show(loader);
      outcome.interrupted = interrupted_();
      if (outcome.interrupted) {
        save();
        shelf_.added(checkpoint_name(progress_), std::nullopt);
      } else if (ends_epoch()) {
        end_epoch(outcome.interrupted);
        outcome.stopped_early = is_stale();
      }
    }
    outcome.progress = progress_;
    outcome.last = folder_.checkpoints() / checkpoint_name(progress_);
    outcome.best = shelf_.best();
    return outcome;
  }

  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const MovingAverage& average() const { return average_; }
  [[nodiscard]] const RunLength& length() const { return length_; }
  [[nodiscard]] const TrainingProgress& progress() const { return progress_; }

 private:
  using Clock = std::chrono::steady_clock;

  /// Frozen weights get no gradient, and their batch norms keep their statistics.
  void freeze_for(std::int64_t epoch) {
    network_.train();
    const auto is_frozen = [&](const std::string& name) { return static_cast<double>(epoch) < frozen_.number(name, 0); };
    bool any = false;
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      at::Tensor(tensor).set_requires_grad(!is_frozen(name));
      any = any || !is_frozen(name);
    }
    if (!any) throw Error(ErrorKind::config, "train.freeze", "leaves nothing to train in epoch " + std::to_string(epoch));
    network_.for_each_leaf([&](const std::string& name, torch::nn::Module& module) {
      if (is_frozen(name + ".")) module.train(false);
    });
  }

  /// Which batch of the loader a step begins with, and how many it takes: an epoch's last step takes what is left.
  [[nodiscard]] std::int64_t first_batch(std::int64_t step) const {
    return step / length_.steps_per_epoch * batches_per_epoch_ + step % length_.steps_per_epoch * settings_.train.accumulate;
  }
  [[nodiscard]] bool ends_epoch() const {
    return progress_.step > 0 && (progress_.step % length_.steps_per_epoch == 0 || progress_.step == length_.total_steps);
  }

  [[nodiscard]] bool is_validated_now() const {
    return validation_ != nullptr && (progress_.step == length_.total_steps || (progress_.epoch + 1) % settings_.train.validate_every == 0);
  }

  /// Whether train.early_stop ends the run here.
  [[nodiscard]] bool is_stale() const {
    return settings_.train.early_stop > 0 && scores_.epochs_since_best() >= settings_.train.early_stop;
  }

  void step(SampleLoader& loader) {
    const std::int64_t epoch = progress_.step / length_.steps_per_epoch;
    if (epoch != epoch_of_modes_) freeze_for(epoch_of_modes_ = epoch);
    lr_ = learning_rate(settings_.schedule, settings_.optimizer.lr, length_, progress_.step, scores_.values());
    optimizer_.set_lr(lr_);
    optimizer_.zero_grad();
    const std::int64_t batches = first_batch(progress_.step + 1) - first_batch(progress_.step);
    for (std::int64_t i = 0; i < batches; ++i) {
      const Batch batch = loader.next();
      const NamedTensors loss = network_.head().loss(forward(batch.images), batch.targets);
      (batches == 1 ? loss.front().second : loss.front().second / static_cast<double>(batches)).backward();
      for (const auto& [name, value] : loss) {
        const double number = value.item<double>() / static_cast<double>(batches);
        recent_[name] += number;
        epoch_[name] += number;
      }
      images_ += batch.indices.size();
    }
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : optimizer_.parameters()) tensors.push_back(tensor);
    const double limit = settings_.train.clip_norm > 0 ? settings_.train.clip_norm : std::numeric_limits<double>::infinity();
    const double norm = torch::nn::utils::clip_grad_norm_(tensors, limit);
    if (!std::isfinite(norm)) throw not_finite();
    optimizer_.step();
    progress_.epoch = epoch;
    average_.update(++progress_.step);
    ++recent_steps_;
    ++epoch_steps_;
  }

  /// Names the first weight whose gradient is not a number. The step was not taken, so no weight has changed by it.
  [[nodiscard]] Error not_finite() const {
    std::string first = "the loss";
    for (const auto& [name, tensor] : optimizer_.parameters()) {
      if (!tensor.grad().defined() || tensor.grad().isfinite().all().item<bool>()) continue;
      first = "the gradient of '" + name + "'";
      break;
    }
    const auto last = last_checkpoint(folder_.checkpoints());
    return {ErrorKind::model, "training",
            first + " is not finite in step " + std::to_string(progress_.step + 1) + " (lr " + std::to_string(lr_) +
                "); lower optimizer.lr, or set train.precision=fp32; " +
                (last ? "the last good checkpoint is " + last->string() : std::string("no checkpoint has been written yet"))};
  }

  /// The maps of the head, as float32.
  NamedTensors forward(const at::Tensor& images) {
    const bool bf16 = nn::resolve(nn::parse_precision(settings_.train.precision), network_.device()) == at::kBFloat16;
    if (!bf16) return network_.head().maps(network_.features(images));
    at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCPU, true);
    NamedTensors maps;
    try {
      maps = network_.head().maps(network_.features(images));
    } catch (...) {
      at::autocast::set_autocast_enabled(at::kCPU, false);
      throw;
    }
    at::autocast::set_autocast_enabled(at::kCPU, false);
    at::autocast::clear_cache();
    for (auto& [name, map] : maps) map = map.to(at::kFloat);
    return maps;
  }

  void show(const SampleLoader& loader) {
    if (!line_.due() && progress_.step != length_.total_steps) return;
    speed_.mark(progress_.step, images_, loader.waited_s());
    char text[256];
    std::snprintf(text, sizeof text, "epoch %lld of %lld  step %lld/%lld  loss %.3f  lr %.2e  %.2f images/s  left %s  waiting for data %.0f %%",
                  static_cast<long long>(progress_.epoch), static_cast<long long>(length_.epochs), static_cast<long long>(progress_.step),
                  static_cast<long long>(length_.total_steps), recent_["total"] / static_cast<double>(recent_steps_), lr_, speed_.images_per_s(),
                  duration_text(speed_.seconds_for(length_.total_steps - progress_.step)).c_str(), 100 * speed_.waiting_share());
    line_.show(text);
    nlohmann::json metrics{{"step", progress_.step}, {"epoch", progress_.epoch}, {"lr", lr_}, {"images_per_s", speed_.images_per_s()}};
    for (const auto& [name, sum] : recent_) metrics["train/loss" + (name == "total" ? "" : "_" + name)] = sum / static_cast<double>(recent_steps_);
    folder_.add_metrics(metrics);
    recent_.clear();
    recent_steps_ = 0;
  }

  void save() {
    write_checkpoint(folder_.checkpoints() / checkpoint_name(progress_), network_.state(), average_, optimizer_, random_state(), progress_,
                     config_.to_toml(false));
  }

  /// Writes the checkpoint first and validates that very file, so that what is scored is what prediction will load.
  void end_epoch(bool& interrupted) {
    save();
    nlohmann::json metrics{{"step", progress_.step}, {"epoch", progress_.epoch}};
    for (const auto& [term, sum] : epoch_) metrics["epoch/loss" + (term == "total" ? "" : "_" + term)] = sum / static_cast<double>(epoch_steps_);
    char text[96];
    std::snprintf(text, sizeof text, "epoch %lld: mean loss %.4f", static_cast<long long>(progress_.epoch), epoch_["total"] / static_cast<double>(epoch_steps_));
    epoch_.clear();
    epoch_steps_ = 0;
    judge(std::move(metrics), text, interrupted);
  }

  /// Validates the checkpoint of this very step where that is due, and decides which checkpoints stay.
  void judge(nlohmann::json metrics, std::string said, bool& interrupted) {
    const std::string name = checkpoint_name(progress_);
    std::optional<double> monitored;
    if (is_validated_now()) {
      const Clock::time_point start = Clock::now();
      const SetResult result = validate_file(folder_.checkpoints() / name);
      speed_.pause(Clock::now() - start);  // images/s and time left speak of training
      if (interrupted_()) {
        interrupted = true;
      } else {
        const ClevalScoreF32 cleval = cleval_mean(result);
        metrics["val/hmean"] = cleval.hmean;
        metrics["val/precision"] = cleval.precision;
        metrics["val/recall"] = cleval.recall;
        metrics["val/iou_hmean"] = result.score.hmean;
        metrics["val/iou_precision"] = result.score.precision;
        metrics["val/iou_recall"] = result.score.recall;
        monitored = metrics[settings_.checkpoint.monitor].get<double>();
        scores_.add(progress_, *monitored);
        char text[192];
        std::snprintf(text, sizeof text, "; validation CLEval P %.4f R %.4f H %.4f, IoU 0.5 P %.4f R %.4f H %.4f (%zu images, %s)", cleval.precision,
                      cleval.recall, cleval.hmean, result.score.precision, result.score.recall, result.score.hmean, result.images.size(),
                      duration_text(std::chrono::duration<double>(Clock::now() - start).count()).c_str());
        said += text;
      }
    }
    folder_.add_metrics(metrics);
    shelf_.added(name, monitored);
    line_.say(said);
  }

  SetResult validate_file(const std::filesystem::path& file) {
    const at::Tensor random = random_state();  // composing a network draws first weights
    PipelineSettings settings;
    settings.weights = file;
    const Pipeline pipeline = Pipeline::compose(config_, catalog_, settings);
    set_random_state(random);
    return validate(pipeline, *validation_, [this] { return !interrupted_(); });
  }

  static at::Tensor random_state() { return at::detail::getDefaultCPUGenerator().get_state(); }
  static void set_random_state(const at::Tensor& state) {
    at::Generator generator = at::detail::getDefaultCPUGenerator();
    generator.set_state(state);
  }

  const ConfigDocument& config_;
  const Catalog& catalog_;
  RunFolder folder_;
  TrainingSettings settings_;
  const PictureStore& training_;
  const PictureStore* validation_;
  std::function<bool()> interrupted_;
  Network network_;
  Optimizer optimizer_;
  MovingAverage average_;
  CheckpointShelf shelf_;
  ProgressLine line_;
  RunLength length_;
  TrainingProgress progress_;
  std::int64_t batches_per_epoch_;
  NameRules frozen_;
  std::int64_t epoch_of_modes_ = -1;  // for which freeze_for() was called
  ScoreHistory scores_;  // of checkpoint.monitor

  Speed speed_;
  std::map<std::string, double> recent_, epoch_;
  std::int64_t recent_steps_ = 0, epoch_steps_ = 0;
  std::size_t images_ = 0;
  double lr_ = 0;
};

}  // namespace docket
