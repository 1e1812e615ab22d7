/// The training loop: batches in, steps, validation, checkpoints out.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <docket/data/sample_loader.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/training/checkpoint.hpp>
#include <docket/training/data_sets.hpp>
#include <docket/training/loader_settings.hpp>
#include <docket/training/moving_average.hpp>
#include <docket/training/out_of_memory.hpp>
#include <docket/training/run_folder.hpp>
#include <docket/training/schedule.hpp>
#include <docket/training/score_history.hpp>
#include <docket/training/training_report.hpp>
#include <docket/training/training_settings.hpp>
#include <docket/training/validation.hpp>
#include <docket/training/weight_step.hpp>

namespace docket {

/// How a run ended.
struct TrainingOutcome {
  bool interrupted = false;
  bool stopped_early = false;  // train.early_stop
  TrainingProgress progress;
  std::filesystem::path last;
  std::optional<std::pair<std::string, double>> best;  // checkpoint and its score
};

/// Lengths of a run over `images` pictures.
[[nodiscard]] inline RunLength run_length(const TrainOptions& train, std::size_t images) {
  RunLength length;
  const std::int64_t batches = SampleLoader::batches_per_epoch(images, train.batch_size);
  length.steps_per_epoch = (batches + train.accumulate - 1) / train.accumulate;
  length.epochs = train.epochs;
  length.total_steps = length.epochs * length.steps_per_epoch;
  if (train.max_steps > 0) length.total_steps = std::min(length.total_steps, train.max_steps);
  return length;
}

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
        step_(network_, settings_),
        average_(network_.state(), settings_.train.ema_decay),
        shelf_(folder_.checkpoints(), settings_.checkpoint.keep),
        length_(run_length(settings_.train, training.count())),
        batches_per_epoch_(SampleLoader::batches_per_epoch(training.count(), settings_.train.batch_size)),
        report_(folder_, settings_.train.log_every_s, length_, network_.device()) {}

  /// Goes on from `file`, which another Trainer wrote.
  void resume(const std::filesystem::path& file) {
    restore(file);
    scores_ = {};
    scores_.read(folder_.metrics(), settings_.checkpoint.monitor);
    report_.say("resuming after epoch " + std::to_string(progress_.epoch) + ", step " + std::to_string(progress_.step) + " of " +
                std::to_string(length_.total_steps) + " (" + file.string() + ")");
  }

  TrainingOutcome run() {
    TrainingOutcome outcome;
    if (ends_epoch() && is_validated_now() && !scores_.has(progress_.step)) {
      // The run was stopped between a checkpoint and its validation.
      judge("epoch " + std::to_string(progress_.epoch), outcome.interrupted);
    }
    outcome.stopped_early = is_stale();
    while (progress_.step < length_.total_steps && !outcome.interrupted && !outcome.stopped_early) train_on(outcome);
    outcome.progress = progress_;
    outcome.last = folder_.checkpoints() / checkpoint_name(progress_);
    outcome.best = shelf_.best();
    return outcome;
  }

  [[nodiscard]] const TrainingProgress& progress() const { return progress_; }
  /// False where run() takes no step.
  [[nodiscard]] bool has_steps_left() const { return progress_.step < length_.total_steps && !is_stale(); }

 private:
  using Clock = std::chrono::steady_clock;

  /// Trains until the run ends or has been rolled back.
  void train_on(TrainingOutcome& outcome) {
    SampleLoader loader(training_, [this](auto samples, Size input) { return network_.head().targets(samples, input); }, loader_settings(settings_),
                        first_batch(progress_.step));
    report_.begin(progress_);
    while (progress_.step < length_.total_steps && !outcome.interrupted && !outcome.stopped_early) {
      if (!take_step(loader)) return;
      outcome.interrupted = interrupted_();
      // The losses come first: a run that is killed after its checkpoint has them, and one that is killed before it takes these steps again.
      const std::string said = ends_epoch() ? report_.end_epoch(progress_, loader.waited_s()) : "";
      if (outcome.interrupted) {
        save();
        if (ends_epoch()) report_.say(said);
        shelf_.added(checkpoint_name(progress_), std::nullopt);
      } else if (ends_epoch()) {
        save();
        judge(said, outcome.interrupted);
        outcome.stopped_early = is_stale();
      }
    }
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

  /// False when the run was rolled back, so that the loader stands at the wrong batch.
  bool take_step(SampleLoader& loader) {
    const std::int64_t epoch = progress_.step / length_.steps_per_epoch;
    const double lr = progress_.lr_factor * learning_rate(settings_.schedule, settings_.optimizer.lr, length_, progress_.step, scores_.values());
    StepResult result;
    try {
      result = step_.take(epoch, lr, first_batch(progress_.step + 1) - first_batch(progress_.step), [&] { return loader.next(); });
    } catch (const std::exception& failure) {
      if (!is_out_of_memory(failure.what())) throw;
      const int longest = side_in(settings_.longest_side, epoch, settings_.input.longest_side);
      throw out_of_memory(settings_.train, settings_.train.crop_side > 0 ? settings_.train.crop_side : longest, failure.what());
    }
    if (!result.not_finite.empty()) {
      roll_back(result.not_finite, lr);
      return false;
    }
    progress_.epoch = epoch;
    progress_.scale = step_.scale();
    average_.update(++progress_.step);
    report_.add(result, progress_, lr, loader.waited_s());
    return true;
  }

  /// Back to the last checkpoint at half the rate, where that is wanted. Else throws Error(model) that names `bad`; that step was not
  /// taken, so no weight has changed by it.
  void roll_back(const std::string& bad, double lr) {
    constexpr double least_factor = 1.0 / 32;
    const auto last = last_checkpoint(folder_.checkpoints());
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.2e", lr);
    const std::string what = bad + " is not finite in step " + std::to_string(progress_.step + 1) + " (lr " + rate + ")";
    if (settings_.train.not_finite != "roll_back" || !last || progress_.lr_factor <= least_factor) {
      throw Error(ErrorKind::model, "training",
                  what + "; lower optimizer.lr, or set train.precision=fp32; " +
                      (last ? "the last good checkpoint is " + last->string() : std::string("no checkpoint has been written yet")));
    }
    const double factor = progress_.lr_factor / 2;
    restore(*last);
    progress_.lr_factor = factor;
    scores_ = {};
    scores_.read(folder_.metrics(), settings_.checkpoint.monitor);
    report_.say(what + "; back to " + last->string() + " at half the learning rate");
  }

  void restore(const std::filesystem::path& file) {
    const Checkpoint checkpoint = read_checkpoint(file);
    restore_tensors(network_.state(), checkpoint.network, file.string());
    if (average_.active()) average_.load(checkpoint.average, file.string());
    step_.optimizer().load(checkpoint.optimizer, file.string());
    set_random_state(checkpoint.random, network_.device());
    progress_ = checkpoint.progress;
    step_.scale() = progress_.scale;
    folder_.rewind_metrics(progress_.step);
  }

  void save() {
    const Clock::time_point start = Clock::now();
    write_checkpoint(folder_.checkpoints() / checkpoint_name(progress_), network_.state(), average_, step_.optimizer(),
                     random_state(network_.device()), progress_, config_.to_toml(false));
    report_.pause(Clock::now() - start);
  }

  /// Validates the checkpoint of this very step where that is due, the file itself, so that what is scored is what prediction will load;
  /// decides which checkpoints stay. `said`: what is known of the epoch.
  void judge(std::string said, bool& interrupted) {
    const std::string name = checkpoint_name(progress_);
    std::optional<double> monitored;
    if (is_validated_now()) {
      const Clock::time_point start = Clock::now();
      const SetResult result = validate_file(folder_.checkpoints() / name);
      report_.pause(Clock::now() - start);
      if (interrupted_()) {
        interrupted = true;
      } else {
        const ClevalScoreF32 cleval = cleval_mean(result);
        nlohmann::json metrics{{"step", progress_.step}, {"epoch", progress_.epoch}};
        metrics["val/hmean"] = cleval.hmean;
        metrics["val/precision"] = cleval.precision;
        metrics["val/recall"] = cleval.recall;
        metrics["val/iou_hmean"] = result.score.hmean;
        metrics["val/iou_precision"] = result.score.precision;
        metrics["val/iou_recall"] = result.score.recall;
        monitored = metrics[settings_.checkpoint.monitor].get<double>();
        scores_.add(progress_, *monitored);
        report_.add_score(metrics, *monitored);
        char text[192];
        std::snprintf(text, sizeof text, "; validation CLEval P %.4f R %.4f H %.4f, IoU 0.5 P %.4f R %.4f H %.4f (%zu images, %s)", cleval.precision,
                      cleval.recall, cleval.hmean, result.score.precision, result.score.recall, result.score.hmean, result.images.size(),
                      duration_text(std::chrono::duration<double>(Clock::now() - start).count()).c_str());
        said += text;
      }
    }
    shelf_.added(name, monitored);
    report_.say(said);
  }

  SetResult validate_file(const std::filesystem::path& file) {
    const RandomState random = random_state(network_.device());  // composing a network draws first weights
    PipelineSettings settings;
    settings.weights = file;
    settings.device = network_.device();
    const Pipeline pipeline = Pipeline::compose(config_, catalog_, settings);
    set_random_state(random, network_.device());
    return validate(pipeline, *validation_, [this] { return !interrupted_(); });
  }

  const ConfigDocument& config_;
  const Catalog& catalog_;
  RunFolder folder_;
  TrainingSettings settings_;
  const PictureStore& training_;
  const PictureStore* validation_;
  std::function<bool()> interrupted_;
  Network network_;
  WeightStep step_;
  MovingAverage average_;
  CheckpointShelf shelf_;
  RunLength length_;
  std::int64_t batches_per_epoch_;
  TrainingReport report_;
  TrainingProgress progress_;
  ScoreHistory scores_;  // of checkpoint.monitor
};

}  // namespace docket
