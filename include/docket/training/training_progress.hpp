/// Where a run stands, and the checkpoint's name that says so.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <docket/training/loss_scale.hpp>

namespace docket {

/// Where a run stands: steps done, the epoch they end in, and what changed on the way.
struct TrainingProgress {
  std::int64_t epoch = 0;
  std::int64_t step = 0;
  double lr_factor = 1;  // of the schedule's rate: halved at each roll-back
  LossScale scale = {};  // fp16
};

/// `epoch=15-step=13088.ckpt`
[[nodiscard]] inline std::string checkpoint_name(const TrainingProgress& progress) {
  return "epoch=" + std::to_string(progress.epoch) + "-step=" + std::to_string(progress.step) + ".ckpt";
}

/// The other way; nothing for other file names.
[[nodiscard]] inline std::optional<TrainingProgress> parse_checkpoint_name(const std::string& name) {
  TrainingProgress progress;
  const char* at = name.data();
  const char* const end = name.data() + name.size();
  const auto text = [&](std::string_view expected) {
    if (std::string_view(at, static_cast<std::size_t>(end - at)).substr(0, expected.size()) != expected) return false;
    at += expected.size();
    return true;
  };
  const auto number = [&](std::int64_t& value) {
    const auto [after, problem] = std::from_chars(at, end, value);
    if (problem != std::errc{}) return false;
    at = after;
    return true;
  };
  if (text("epoch=") && number(progress.epoch) && text("-step=") && number(progress.step) && text(".ckpt") && at == end) return progress;
  return std::nullopt;
}

}  // namespace docket
