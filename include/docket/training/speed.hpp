/// How fast a run is: over the last minute or so, for other work on the machine comes and goes.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace docket {

class Speed {
 public:
  using Clock = std::chrono::steady_clock;

  /// Forgets everything; the run stands at `step`.
  void begin(std::int64_t step) {
    paused_ = {};
    marks_ = {{Clock::now(), step, 0, 0}};
  }

  /// Time that does not count.
  void pause(Clock::duration time) { paused_ += time; }

  /// `images` and `waited_s`, the seconds spent waiting for data, count from begin().
  void mark(std::int64_t step, std::size_t images, double waited_s) {
    marks_.push_back({Clock::now() - paused_, step, images, waited_s});
    while (marks_.size() > 2 && marks_.back().time - marks_[1].time > std::chrono::seconds(60)) marks_.pop_front();
  }

  [[nodiscard]] double images_per_s() const { return static_cast<double>(marks_.back().images - marks_.front().images) / elapsed_s(); }

  /// Time that `steps` more would take; 0 while nothing is known.
  [[nodiscard]] double seconds_for(std::int64_t steps) const {
    const std::int64_t done = marks_.back().step - marks_.front().step;
    return done == 0 ? 0 : elapsed_s() * static_cast<double>(steps) / static_cast<double>(done);
  }

  /// The part of the time that went into waiting for data, 0 to 1.
  [[nodiscard]] double waiting_share() const { return (marks_.back().waited_s - marks_.front().waited_s) / elapsed_s(); }

 private:
  struct Mark {
    Clock::time_point time;
    std::int64_t step;
    std::size_t images;
    double waited_s;
  };

  [[nodiscard]] double elapsed_s() const {
    return std::max(1e-6, std::chrono::duration<double>(marks_.back().time - marks_.front().time).count());
  }

  std::deque<Mark> marks_{{}};
  Clock::duration paused_{};
};

}  // namespace docket
