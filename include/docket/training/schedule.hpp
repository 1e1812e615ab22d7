/// The learning rate at every step, as a pure function.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <docket/training/options.hpp>

namespace docket {

/// How long a run is.
struct RunLength {
  std::int64_t steps_per_epoch = 1;
  std::int64_t epochs = 1;
  std::int64_t total_steps = 1;
};

/// The rate of step `step`, counted from 0.
[[nodiscard]] inline double learning_rate(const ScheduleOptions& schedule, double lr, const RunLength& length, std::int64_t step) {
  constexpr double pi = 3.141592653589793;
  if (schedule.use == "cosine") {
    // Per epoch and periodic: past t_max the rate rises again (torch's CosineAnnealingLR, closed form).
    const double t_max = schedule.t_max > 0 ? schedule.t_max : static_cast<double>(length.epochs);
    const double epoch = static_cast<double>(step / length.steps_per_epoch);
    return schedule.eta_min + (lr - schedule.eta_min) * (1 + std::cos(pi * epoch / t_max)) / 2;
  }
  if (schedule.use == "one_cycle") {
    // Smith and Topin, 2018; cosine both ways as in torch's OneCycleLR.
    constexpr double start_divisor = 25;
    const double rising = schedule.warmup * static_cast<double>(length.total_steps);
    const double at = static_cast<double>(step);
    if (at < rising) return lr / start_divisor + (lr - lr / start_divisor) * (1 - std::cos(pi * at / rising)) / 2;
    const double falling = std::max(1.0, static_cast<double>(length.total_steps) - 1 - rising);
    return schedule.eta_min + (lr - schedule.eta_min) * (1 + std::cos(pi * std::min(1.0, (at - rising) / falling))) / 2;
  }
  return lr;
}

}  // namespace docket
