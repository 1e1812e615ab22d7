/// What training shows while it runs: a live line on a terminal, a plain line now and then elsewhere.
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include <docket/core/duration_text.hpp>
#include <docket/core/log.hpp>

namespace docket {

class ProgressLine {
 public:
  explicit ProgressLine(double every_s) : terminal_(::isatty(STDERR_FILENO) == 1), every_s_(terminal_ ? 0.2 : every_s) {}

  /// Whether it is time for the next line.
  [[nodiscard]] bool due() const { return std::chrono::duration<double>(Clock::now() - last_).count() >= every_s_; }

  void show(const std::string& text) {
    last_ = Clock::now();
    if (!terminal_) return log_info(text);
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    open_ = true;
  }

  /// A line that stays.
  void say(const std::string& text) {
    if (open_) std::fputs("\r\033[K", stderr);
    open_ = false;
    log_info(text);
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool open_ = false;
  double every_s_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace docket
