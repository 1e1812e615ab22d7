/// Checkpoints: one safetensors file with all that a run needs to go on and all that prediction needs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/checkpoint_scores.hpp>
#include <docket/pipeline/weights_file.hpp>
#include <docket/stages/head.hpp>
#include <docket/training/moving_average.hpp>
#include <docket/training/optimizer.hpp>
#include <docket/training/random_state.hpp>
#include <docket/training/training_progress.hpp>

namespace docket {

inline constexpr const char* progress_metadata_key = "docket.progress";

/// The checkpoint with the most steps in `folder`; nothing when there is none.
[[nodiscard]] inline std::optional<std::filesystem::path> last_checkpoint(const std::filesystem::path& folder) {
  std::optional<std::filesystem::path> last;
  std::int64_t most = -1;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const auto progress = parse_checkpoint_name(entry.path().filename().string());
    if (progress && progress->step > most) {
      most = progress->step;
      last = entry.path();
    }
  }
  return last;
}

/// Writes weights, average, optimizer and random state. Atomic.
inline void write_checkpoint(const std::filesystem::path& file, const NamedTensors& network, const MovingAverage& average,
                             const Optimizer& optimizer, const RandomState& random, const TrainingProgress& progress,
                             const std::string& config_toml) {
  SafetensorsFile content;
  const auto add = [&](const std::string& name, const at::Tensor& tensor) {
    content.tensors.emplace_back(name, tensor.detach().to(at::kCPU).contiguous());
  };
  for (const auto& [name, tensor] : network) add(name, tensor);
  for (const auto& [name, tensor] : average.tensors()) add(std::string(averaged_prefix) + name, tensor);
  for (const auto& [name, tensor] : optimizer.state()) add(name, tensor);
  add("random.torch", random.cpu);
  if (random.device.defined()) add("random.device", random.device);
  content.metadata[config_metadata_key] = config_toml;
  content.metadata[progress_metadata_key] = nlohmann::json{{"epoch", progress.epoch},
                                                          {"step", progress.step},
                                                          {"lr_factor", progress.lr_factor},
                                                          {"loss_scale", progress.scale.factor},
                                                          {"good_steps", progress.scale.good_steps},
                                                          {"skipped_steps", progress.scale.skipped_steps},
                                                          {"skipped_in_a_row", progress.scale.skipped_in_a_row}}
                                               .dump();
  write_safetensors(file, content);
}

/// What write_checkpoint() wrote.
struct Checkpoint {
  std::map<std::string, at::Tensor> network, average, optimizer;
  RandomState random;
  TrainingProgress progress;
};

/// Throws Error(model) when the file is no checkpoint of a run (exported weights hold no progress).
[[nodiscard]] inline Checkpoint read_checkpoint(const std::filesystem::path& file) {
  const SafetensorsFile content = read_safetensors(file);
  Checkpoint checkpoint;
  const auto progress = content.metadata.find(progress_metadata_key);
  if (progress == content.metadata.end()) throw Error(ErrorKind::model, file.string(), "is no checkpoint of a training run, so none can continue from it");
  const auto parsed = nlohmann::json::parse(progress->second, nullptr, false);
  if (!parsed.is_object()) throw Error(ErrorKind::model, file.string(), "has damaged progress data");
  checkpoint.progress = {parsed.value("epoch", std::int64_t{0}), parsed.value("step", std::int64_t{0}), parsed.value("lr_factor", 1.0),
                         {parsed.value("loss_scale", LossScale{}.factor), parsed.value("good_steps", std::int64_t{0}),
                          parsed.value("skipped_steps", std::int64_t{0}), parsed.value("skipped_in_a_row", std::int64_t{0})}};
  for (const auto& [name, tensor] : content.tensors) {
    if (name == "random.torch") {
      checkpoint.random.cpu = tensor;
    } else if (name == "random.device") {
      checkpoint.random.device = tensor;
    } else if (name.starts_with("optimizer.")) {
      checkpoint.optimizer[name] = tensor;
    } else if (name.starts_with(averaged_prefix)) {
      checkpoint.average[name.substr(averaged_prefix.size())] = tensor;
    } else {
      checkpoint.network[name] = tensor;
    }
  }
  return checkpoint;
}

/// Copies `found` into `wanted`, name by name. Throws Error(model) when one is missing or of another shape; nothing is copied then.
inline void restore_tensors(const NamedTensors& wanted, const std::map<std::string, at::Tensor>& found, const std::string& where) {
  for (const auto& [name, tensor] : wanted) {
    const auto match = found.find(name);
    if (match == found.end()) throw Error(ErrorKind::model, where, "lacks '" + name + "', so this run cannot continue from it");
    if (match->second.sizes() != tensor.sizes()) throw Error(ErrorKind::model, where, "'" + name + "' has another shape than in this run's network");
  }
  const at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : wanted) tensor.detach().copy_(found.at(name));
}

/// Which checkpoints of a folder stay: the best `keep` by score and the last one. The scores are in `scores.json` beside them.
class CheckpointShelf {
 public:
  CheckpointShelf(std::filesystem::path folder, int keep) : folder_(std::move(folder)), keep_(static_cast<std::size_t>(keep)), scores_(read_checkpoint_scores(folder_)) {
    // What a run that was killed had half written.
    std::vector<std::filesystem::path> halves;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(".epoch=") || name.starts_with(".scores.json.")) halves.push_back(entry.path());
    }
    for (const auto& half : halves) std::filesystem::remove(half, none);
  }

  /// Called after `name` was written and, where it was, judged. Removes what is neither among the best nor the last.
  void added(const std::string& name, std::optional<double> score) {
    if (score) scores_[name] = *score;
    std::vector<std::pair<double, std::string>> ranking;
    for (const auto& [scored, value] : scores_) ranking.emplace_back(-value, scored);
    std::sort(ranking.begin(), ranking.end());
    if (ranking.size() > keep_) {
      for (std::size_t i = keep_; i < ranking.size(); ++i) scores_.erase(ranking[i].second);
    }
    write_file_atomically(scores_file(), nlohmann::json(scores_).dump(2) + "\n");
    std::vector<std::filesystem::path> gone;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const std::string found = entry.path().filename().string();
      if (parse_checkpoint_name(found) && found != name && !scores_.contains(found)) gone.push_back(entry.path());
    }
    for (const auto& path : gone) std::filesystem::remove(path);
  }

  /// The best by score; nothing before the first validation.
  [[nodiscard]] std::optional<std::pair<std::string, double>> best() const { return best_of(scores_); }

 private:
  [[nodiscard]] std::filesystem::path scores_file() const { return folder_ / checkpoint_scores_name; }

  std::filesystem::path folder_;
  std::size_t keep_;
  CheckpointScores scores_;
};

}  // namespace docket
