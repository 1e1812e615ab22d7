/// How far a run is: a bar on a terminal, a plain line now and then elsewhere, nothing when quiet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace docket {

enum class ProgressStyle { bar, lines, none };

/// Not thread-safe; one thread reports and warns.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  Progress(std::size_t total, ProgressStyle style, std::FILE* out = stderr) : total_(total), style_(style), out_(out) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the total are through.
  void report(std::size_t done, Clock::time_point now = Clock::now());

  /// Prints a line of its own, above the bar.
  void say(std::string_view line);

  /// Takes the bar off the terminal.
  void clear();

 private:
  void print(const std::string& text);

  std::size_t total_;
  ProgressStyle style_;
  std::FILE* out_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point told_ = begun_;
  bool bar_shown_ = false;
};

/// The bar where `out` is a terminal, lines elsewhere.
[[nodiscard]] ProgressStyle progress_style(bool quiet, std::FILE* out = stderr);

/// "1:02:03" or "2:03".
[[nodiscard]] std::string clock_text(double seconds);

/// "3.1 images/s".
[[nodiscard]] std::string rate_text(std::size_t done, double seconds);

}  // namespace docket
