#include "progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace docket {
namespace {

using namespace std::chrono_literals;

constexpr auto between_redraws = 100ms;
constexpr auto between_lines = 10s;

std::size_t terminal_columns(std::FILE* out) {
  winsize size{};
  return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  const long long hours = whole / 3600;
  const long long minutes = whole / 60 % 60;
  std::array<char, 64> text{};
  if (hours > 0) {
    std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", hours, minutes, whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld:%02lld", minutes, whole % 60);
  }
  return text.data();
}

std::string rate_text(std::size_t done, double seconds) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.1f images/s", static_cast<double>(done) / std::max(seconds, 1e-9));
  return text.data();
}

ProgressStyle progress_style(bool quiet, std::FILE* out) {
  if (quiet) return ProgressStyle::none;
  return isatty(fileno(out)) ? ProgressStyle::bar : ProgressStyle::lines;
}

void Progress::report(std::size_t done, Clock::time_point now) {
  if (style_ == ProgressStyle::none) return;
  const bool bar = style_ == ProgressStyle::bar;
  if (now - told_ < (bar ? Clock::duration(between_redraws) : Clock::duration(between_lines))) return;
  told_ = now;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double rate = static_cast<double>(done) / std::max(seconds, 1e-9);
  const std::string left = done == 0 ? "?" : clock_text(static_cast<double>(total_ - done) / rate);
  const std::string text = std::to_string(done) + " of " + std::to_string(total_) + " images, " + rate_text(done, seconds) + ", " + left + " left";
  if (!bar) {
    print(text + "\n");
    return;
  }
  const std::size_t columns = terminal_columns(out_);
  const std::size_t room = columns > text.size() + 4 ? std::min<std::size_t>(40, columns - text.size() - 4) : 0;
  const std::size_t filled = total_ == 0 ? room : room * done / total_;
  std::string line = room > 0 ? "[" + std::string(filled, '#') + std::string(room - filled, '.') + "] " : "";
  line = (line + text).substr(0, columns - 1);
  print("\r" + line + "\x1b[K");
  bar_shown_ = true;
}

void Progress::print(const std::string& text) {
  std::fputs(text.c_str(), out_);
  std::fflush(out_);
}

void Progress::say(std::string_view line) {
  clear();
  print(std::string(line) + "\n");
}

void Progress::clear() {
  if (!bar_shown_) return;
  print("\r\x1b[K");
  bar_shown_ = false;
}

}  // namespace docket
