/// The learning rate at every step, as a pure function.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include <docket/training/options.hpp>

namespace docket {

/// How long a run is.
struct RunLength {
  std::int64_t steps_per_epoch = 1;
  std::int64_t epochs = 1;
  std::int64_t total_steps = 1;
};

namespace detail {

inline constexpr double pi = 3.141592653589793;

/// From `high` at 0 to `low` at 1, along half a cosine.
[[nodiscard]] inline double cosine_between(double high, double low, double done) {
  return low + (high - low) * (1 + std::cos(pi * done)) / 2;
}

/// Smith and Topin, 2018; cosine both ways as in torch's OneCycleLR.
[[nodiscard]] inline double one_cycle(const ScheduleOptions& schedule, double lr, const RunLength& length, double step) {
  constexpr double start_divisor = 25;
  const double rising = schedule.warmup * static_cast<double>(length.total_steps);
  if (step < rising) return cosine_between(lr / start_divisor, lr, step / rising);
  const double falling = std::max(1.0, static_cast<double>(length.total_steps) - 1 - rising);
  return cosine_between(lr, schedule.eta_min, std::min(1.0, (step - rising) / falling));
}

/// How often torch's ReduceLROnPlateau (mode max, relative threshold 1e-4, no cooldown) would have cut the rate by now.
[[nodiscard]] inline int falls_on_plateau(int patience, std::span<const double> scores) {
  double best = -std::numeric_limits<double>::infinity();
  int waited = 0, falls = 0;
  for (const double score : scores) {
    if (best < 0 || score > best * (1 + 1e-4)) {
      best = score;
      waited = 0;
    } else if (++waited > patience) {
      ++falls;
      waited = 0;
    }
  }
  return falls;
}

}  // namespace detail

/// The rate of step `step`, counted from 0. `scores`: the validations so far, in their order, at least 0; for plateau.
[[nodiscard]] inline double learning_rate(const ScheduleOptions& schedule, double lr, const RunLength& length, std::int64_t step,
                                          std::span<const double> scores = {}) {
  const auto at = static_cast<double>(step);
  if (schedule.use == "one_cycle") return detail::one_cycle(schedule, lr, length, at);
  const auto epoch = static_cast<double>(step / length.steps_per_epoch);
  double rate = lr;
  if (schedule.use == "cosine") {
    // Per epoch and periodic: past t_max the rate rises again (torch's CosineAnnealingLR, closed form).
    const double t_max = schedule.t_max > 0 ? schedule.t_max : static_cast<double>(length.epochs);
    rate = detail::cosine_between(lr, schedule.eta_min, epoch / t_max);
  } else if (schedule.use == "polynomial") {
    const double left = std::max(0.0, 1 - at / static_cast<double>(length.total_steps));
    rate = std::max(schedule.eta_min, lr * std::pow(left, schedule.power));
  } else if (schedule.use == "step") {
    rate = lr * std::pow(schedule.gamma, std::floor(epoch / schedule.step_size));
  } else if (schedule.use == "plateau") {
    rate = std::max(schedule.eta_min, lr * std::pow(schedule.gamma, detail::falls_on_plateau(schedule.patience, scores)));
  }
  return step < schedule.warmup_steps ? rate * (at + 1) / schedule.warmup_steps : rate;
}

}  // namespace docket
