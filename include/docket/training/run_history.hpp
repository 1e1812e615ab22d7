/// What a run folder tells about a training run: the series of its metrics.jsonl, and the settings they came from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <docket/training/options.hpp>

namespace docket {

/// One epoch's mean loss.
struct EpochLoss {
  std::int64_t epoch = 0;  // from 0
  std::int64_t step = 0;   // steps done at its end
  double loss = 0;         // total; NaN where the run had no finite number
};

/// One validation: CLEval, means over the images, 0 to 1.
struct ValidationScore {
  std::int64_t epoch = 0;
  std::int64_t step = 0;
  double hmean = 0, precision = 0, recall = 0;
  std::string checkpoint;  // file name under checkpoints/; empty when the file is gone
  double monitored = 0;    // what checkpoint.monitor names
};

struct RunHistory {
  std::filesystem::path folder;  // as the person named it
  std::vector<EpochLoss> epochs;
  std::vector<ValidationScore> validations;
  std::int64_t last_step = 0;
  bool has_broken_loss = false;        // some logged loss, of an epoch or between, is no finite number
  std::vector<double> waiting_shares;  // of each epoch's time, spent waiting for data, 0 to 1; where it was logged

  TrainOptions train;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  CheckpointOptions checkpoint;
  bool has_validation_data = true;  // config names data.val
  std::string backbone, variant;
  std::optional<double> thresh, box_thresh;  // of [postprocess], where given

  std::int64_t validation_images = 0;  // 0: unknown
  bool shares_annotations = false;     // one annotation file, by content, trains and validates

  std::vector<std::size_t> damaged_lines;  // of metrics.jsonl, from 1, passed over
  bool last_line_is_cut = false;           // the last one of them ends without a line break
};

/// Whether the run did all it was set to do, or stopped by train.early_stop.
[[nodiscard]] inline bool is_finished(const RunHistory& run) {
  if (run.train.max_steps > 0 && run.last_step >= run.train.max_steps) return true;
  if (!run.epochs.empty() && run.epochs.back().epoch + 1 >= run.train.epochs) return true;
  if (run.train.early_stop == 0 || run.validations.empty()) return false;
  const ValidationScore* best = &run.validations.front();
  for (const ValidationScore& score : run.validations) {
    if (score.monitored > best->monitored) best = &score;
  }
  return run.validations.back().epoch - best->epoch >= run.train.early_stop;
}

}  // namespace docket
