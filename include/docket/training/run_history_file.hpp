/// Reads a run folder for advice. Writes nothing, so that a run may go on meanwhile.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/training/find_run.hpp>
#include <docket/training/run_history.hpp>
#include <docket/training/training_progress.hpp>

namespace docket {

namespace detail {

/// A number of a metrics line; NaN for the null that stands for one that is not finite, and for what is no number.
[[nodiscard]] inline double metric(const nlohmann::json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

[[nodiscard]] inline std::int64_t count_of(const nlohmann::json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

inline void add_metrics_line(RunHistory& run, const nlohmann::json& line) {
  const std::int64_t epoch = count_of(line, "epoch"), step = count_of(line, "step");
  run.last_step = std::max(run.last_step, step);
  for (const char* name : {"train/loss", "epoch/loss"})
    run.has_broken_loss = run.has_broken_loss || (line.contains(name) && !std::isfinite(metric(line, name)));
  if (line.contains("epoch/loss")) run.epochs.push_back({epoch, step, metric(line, "epoch/loss")});
  if (const double share = metric(line, "epoch/waiting_share"); std::isfinite(share)) run.waiting_shares.push_back(share);
  const ValidationScore score{epoch,
                              step,
                              metric(line, "val/hmean"),
                              metric(line, "val/precision"),
                              metric(line, "val/recall"),
                              "",
                              metric(line, run.checkpoint.monitor.c_str())};
  if (!std::isfinite(score.hmean) || !std::isfinite(score.precision) || !std::isfinite(score.recall)) return;
  run.validations.push_back(score);
  const std::string name = checkpoint_name({epoch, step});
  std::error_code ignored;
  if (std::filesystem::is_regular_file(run.folder / "checkpoints" / name, ignored)) run.validations.back().checkpoint = name;
}

inline void read_metrics(RunHistory& run) {
  const std::filesystem::path path = run.folder / "metrics.jsonl";
  std::ifstream file(path);
  if (!file)
    throw Error(ErrorKind::data, path.string(), "cannot be read; 'docket train' writes it with its first progress line");
  std::size_t number = 0, good = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.empty()) continue;
    const bool cut = file.eof();
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (line.is_object()) {
      add_metrics_line(run, line);
      ++good;
    } else {
      run.damaged_lines.push_back(number);
      run.last_line_is_cut = cut;
    }
  }
  if (good == 0) {
    throw Error(ErrorKind::data, path.string(),
                number == 0 ? "holds no metrics yet; wait for the first progress line" : "holds no line that is a JSON object");
  }
}

inline void read_run_config(RunHistory& run) {
  const ConfigDocument config = ConfigDocument::load(run.folder / "config.toml");
  run.train = config.read("train", train_schema);
  run.optimizer = config.read("optimizer", optimizer_schema);
  run.schedule = config.read("schedule", schedule_schema);
  run.checkpoint = config.read("checkpoint", checkpoint_schema);
  run.has_validation_data = config.has("data.val");
  const auto child = [&](const char* section, const char* key) -> const ConfigNode* {
    const ConfigNode* table = config.root().child(section);
    return table != nullptr && table->is_table ? table->child(key) : nullptr;
  };
  const auto text = [&](const char* key) {
    const ConfigNode* node = child("backbone", key);
    return node != nullptr ? node->as_text().value_or("") : std::string();
  };
  run.backbone = text("use");
  run.variant = text("variant");
  const auto number = [&](const char* key) {
    const ConfigNode* node = child("postprocess", key);
    return node != nullptr && node->value.is_number() ? std::optional(node->value.get<double>()) : std::nullopt;
  };
  run.thresh = number("thresh");
  run.box_thresh = number("box_thresh");
}

/// What the last part of the run was made of. A manifest that is missing or damaged leaves everything unknown.
inline void read_run_manifest(RunHistory& run) {
  std::ifstream file(run.folder / "manifest.json");
  const nlohmann::json manifest = nlohmann::json::parse(file, nullptr, false);
  if (!manifest.is_object()) return;
  const auto resumed = manifest.find("resumed");
  const bool goes_on = resumed != manifest.end() && resumed->is_array() && !resumed->empty();
  const nlohmann::json part = goes_on ? resumed->back() : manifest.value("begun", nlohmann::json());
  if (!part.is_object() || !part.contains("data") || !part["data"].is_object()) return;
  std::set<std::string> training;
  for (const char* split : {"train", "val"}) {
    const nlohmann::json sets = part["data"].value(split, nlohmann::json::array());
    for (const nlohmann::json& set : sets) {
      if (!set.is_object()) continue;
      const auto hash = set.find("sha256");
      const std::string content = hash != set.end() && hash->is_string() ? hash->get<std::string>() : "";
      if (split == std::string_view("train")) {
        training.insert(content);
      } else {
        run.validation_images += count_of(set, "image_count");
        run.shares_annotations = run.shares_annotations || (!content.empty() && training.contains(content));
      }
    }
  }
}

}  // namespace detail

/// Lines of metrics.jsonl that are no JSON are passed over and counted. Throws Error(config) when `folder` is no run or its
/// config.toml is wrong, Error(data) when there are no metrics.
[[nodiscard]] inline RunHistory read_run_history(const std::filesystem::path& folder) {
  expect_run(folder);
  RunHistory run;
  run.folder = folder.lexically_normal();
  if (run.folder.filename().empty()) run.folder = run.folder.parent_path();
  detail::read_run_config(run);
  detail::read_metrics(run);
  detail::read_run_manifest(run);
  return run;
}

}  // namespace docket
