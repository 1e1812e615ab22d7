/// Everything a person can set about training, beside the pipeline's stages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <docket/config/options.hpp>

namespace docket {

/// [train]
struct TrainOptions {
  int epochs = 22;
  int batch_size = 4;
  int accumulate = 1;
  std::int64_t seed = 42;
  int crop_side = 512;
  double crop_shift = 0.3;
  double min_visible = 0.4;
  int workers = 1;
  int threads = 0;
  std::string device = "auto";
  std::string precision = "auto";
  std::string memory_format = "auto";
  std::int64_t max_steps = 0;
  int validate_every = 1;
  int validate_images = 0;
  double ema_decay = 0;
  double clip_norm = 5;
  std::vector<std::string> longest_side;
  std::string not_finite = "stop";
  std::vector<std::string> freeze;
  int early_stop = 0;
  double log_every_s = 10;
};

inline constexpr auto train_schema = options<TrainOptions>(
    option("epochs", &TrainOptions::epochs, {1, 1e6}, "passes over the training images"),
    option("batch_size", &TrainOptions::batch_size, {1, 4096}, "images that pass the network together"),
    option("accumulate", &TrainOptions::accumulate, {1, 4096}, "batches whose mean gradient makes one step of the optimizer"),
    option("seed", &TrainOptions::seed, {0, 9e15}, "of first weights, order and augmentation"),
    option("crop_side", &TrainOptions::crop_side, {0, 8192},
           "side of the square cut around a random word, in input pixels, a multiple of input.stride; 0: the whole picture in a square "
           "of input.longest_side"),
    option("crop_shift", &TrainOptions::crop_shift, {0, 0.5}, "how far from the middle of a crop its word may lie, in parts of the crop"),
    option("min_visible", &TrainOptions::min_visible, {0, 1},
           "a word cut by the border counts as text while this part of its area is left, else it is ignored"),
    option("workers", &TrainOptions::workers, {1, 256}, "threads that prepare batches; the result does not depend on them"),
    option("threads", &TrainOptions::threads, {0, 1024}, "threads that compute; 0: one a core"),
    option("device", &TrainOptions::device, {"auto", "cpu", "cuda"},
           "where the network is trained and validated; auto: cuda where LibTorch finds a GPU, else cpu"),
    option("precision", &TrainOptions::precision, {"auto", "fp32", "bf16", "fp16"},
           "number format of the forward pass; auto: bf16 where the GPU or CPU multiplies it natively, else fp32; fp16 scales the loss and skips "
           "steps whose gradients overflow"),
    option("memory_format", &TrainOptions::memory_format, {"auto", "contiguous", "channels_last"},
           "how activations lie in memory; auto: channels_last on a GPU and on CPUs that multiply bf16"),
    option("max_steps", &TrainOptions::max_steps, {0, 9e15}, "ends the run after this many steps, also within an epoch; 0: no limit"),
    option("validate_every", &TrainOptions::validate_every, {1, 1e6}, "epochs from one validation to the next; the last epoch always has one"),
    option("validate_images", &TrainOptions::validate_images, {0, 1e9}, "validates on the first images only; 0: on all"),
    option("ema_decay", &TrainOptions::ema_decay, {0, 0.99999},
           "decay of the moving average of the weights, which validation and prediction then use; 0: no average"),
    option("clip_norm", &TrainOptions::clip_norm, {0, 1e9}, "largest norm of the gradient; 0: no limit"),
    option("longest_side", &TrainOptions::longest_side,
           "input.longest_side while training, by epoch: '0=640', '4=960' takes 640 px in epochs 0 to 3, 960 px from then on; empty: as there"),
    option("not_finite", &TrainOptions::not_finite, {"stop", "roll_back"},
           "what a gradient that is not a number does: an error that names it, or the last checkpoint again at half the rate, five times at most"),
    option("freeze", &TrainOptions::freeze,
           "beginnings of weight names that stay as they are, with batch norm's statistics: 'backbone.' for good, 'backbone.=3' in the "
           "first three epochs"),
    option("early_stop", &TrainOptions::early_stop, {0, 1e6}, "ends the run when so many epochs gave no better checkpoint.monitor; 0: never"),
    option("log_every_s", &TrainOptions::log_every_s, {0, 1e6}, "seconds from one progress line to the next, where there is no terminal"));

/// [data]; data.train and data.val name the sets.
struct DataOptions {
  std::string problems = "report";
  int memory_mb = 4096;
  bool allow_leakage = false;
};

inline constexpr auto data_schema = options<DataOptions>(
    option("problems", &DataOptions::problems, {"report", "refuse"}, "what wrong annotations do: a report with names, or an error"),
    option("memory_mb", &DataOptions::memory_mb, {0, 1e9}, "decoded pictures are kept up to this much memory, in MiB"),
    option("allow_leakage", &DataOptions::allow_leakage,
           "whether training may start although a picture of data.val stands in data.train too, byte for byte"));

/// [data.train], [data.val]: several sets are mixed by lists of equal length; one picture folder may serve all of them.
struct DataSetOptions {
  std::vector<std::string> annotations;
  std::vector<std::string> images;
};

inline constexpr auto data_set_schema = options<DataSetOptions>(
    option("annotations", &DataSetOptions::annotations, "dataset JSON files; one file may be a plain string"),
    option("images", &DataSetOptions::images, "their picture folders; one folder may be a plain string"));

/// [optimizer]
struct OptimizerOptions {
  std::string use = "adam";
  double lr = 3e-4;
  double weight_decay = 1e-4;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double momentum = 0.9;
  bool nesterov = false;
  std::vector<std::string> lr_factors;
};

inline constexpr auto optimizer_schema = options<OptimizerOptions>(
    option("use", &OptimizerOptions::use, {"adam", "adamw", "radam", "sgd"},
           "adamw applies the decay to the weights, the others add it to the gradient"),
    option("lr", &OptimizerOptions::lr, {0, 10}, "learning rate; the highest one of the schedule"),
    option("weight_decay", &OptimizerOptions::weight_decay, {0, 10}, "pull of the weights towards zero"),
    option("beta1", &OptimizerOptions::beta1, {0, 0.99999}, "decay of the gradient's mean; not for sgd"),
    option("beta2", &OptimizerOptions::beta2, {0, 0.999999}, "decay of the gradient's square; not for sgd"),
    option("momentum", &OptimizerOptions::momentum, {0, 0.99999}, "decay of sgd's velocity"),
    option("nesterov", &OptimizerOptions::nesterov, "sgd looks ahead (Nesterov)"),
    option("lr_factors", &OptimizerOptions::lr_factors,
           "rates of parts, as factors of the schedule's: 'backbone.=0.1'; the longest matching beginning of a weight's name counts"));

/// [schedule]
struct ScheduleOptions {
  std::string use = "cosine";
  int t_max = 0;
  double eta_min = 1e-5;
  double warmup = 0.1;
  int warmup_steps = 0;
  double power = 0.9;
  int step_size = 100;
  double gamma = 0.1;
  int patience = 3;
};

inline constexpr auto schedule_schema = options<ScheduleOptions>(
    option("use", &ScheduleOptions::use, {"cosine", "one_cycle", "polynomial", "step", "plateau", "constant"},
           "cosine: falls once an epoch, as the reference system's; one_cycle: rises and falls with every step; polynomial: falls with "
           "every step (DBNet's paper); step: by gamma every step_size epochs; plateau: by gamma when checkpoint.monitor stays"),
    option("t_max", &ScheduleOptions::t_max, {0, 1e6}, "cosine: epochs down to eta_min; 0: train.epochs"),
    option("eta_min", &ScheduleOptions::eta_min, {0, 10}, "the lowest learning rate, at the end; not for step and constant"),
    option("warmup", &ScheduleOptions::warmup, {0, 0.9}, "one_cycle: the part of all steps in which the rate rises from lr / 25"),
    option("warmup_steps", &ScheduleOptions::warmup_steps, {0, 1e9}, "all but one_cycle: steps in which the rate rises linearly to the schedule's"),
    option("power", &ScheduleOptions::power, {0.01, 10}, "polynomial: (1 - done)^power"),
    option("step_size", &ScheduleOptions::step_size, {1, 1e6}, "step: epochs from one fall to the next"),
    option("gamma", &ScheduleOptions::gamma, {0.0001, 1}, "step and plateau: factor of one fall"),
    option("patience", &ScheduleOptions::patience, {0, 1e6}, "plateau: validations without a better score that are waited for"));

/// [checkpoint]
struct CheckpointOptions {
  std::string monitor = "val/hmean";
  int keep = 3;
};

inline constexpr auto checkpoint_schema = options<CheckpointOptions>(
    option("monitor", &CheckpointOptions::monitor,
           {"val/hmean", "val/precision", "val/recall", "val/iou_hmean", "val/iou_precision", "val/iou_recall"},
           "what makes a checkpoint one of the best: CLEval, mean over images, as the reference system; or IoU 0.5"),
    option("keep", &CheckpointOptions::keep, {1, 1000}, "how many of the best are kept, beside the last one"));

/// What metrics.jsonl has one value of an epoch for. The head names the terms of its loss, which '*' stands for.
[[nodiscard]] inline std::vector<std::string> epoch_metrics() {
  std::vector<std::string> names;
  for (const Option<CheckpointOptions>& one : checkpoint_schema.options) {
    for (const char* choice : one.choices) {
      if (choice != nullptr) names.emplace_back(choice);
    }
  }
  names.insert(names.end(), {"epoch/loss", "epoch/loss_*"});
  return names;
}

}  // namespace docket
