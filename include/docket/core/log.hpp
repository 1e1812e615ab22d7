/// Messages to the person at the terminal. They go to stderr, one line each; results go to stdout. The host owns level and sink;
/// a plugin's library has its own copy of this state, which the host points at its own when it loads the library (use_log).
#pragma once

#include <unistd.h>

#include <string>
#include <string_view>

namespace docket {

enum class LogLevel : int { debug = 0, info = 1, warning = 2, error = 3, off = 4 };

/// Where a line goes; `text` is one message without a newline.
using LogSink = void (*)(int level, const char* text, std::size_t size);

namespace detail {

struct LogState {
  LogSink sink = nullptr;  // null: stderr
  LogLevel level = LogLevel::info;
};

inline LogState& log_state() {
  static LogState state;
  return state;
}

/// One write(2) a line, so that lines of several threads and processes do not mix.
inline void write_log_line(int level, std::string_view text) {
  static constexpr const char* prefixes[] = {"docket: debug: ", "", "docket: warning: ", "docket: error: "};
  std::string line = prefixes[level < 0 || level > 3 ? 3 : level];
  line.append(text);
  line.push_back('\n');
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t n = ::write(STDERR_FILENO, line.data() + done, line.size() - done);
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

}  // namespace detail

/// Lines below `level` are dropped. Not thread-safe; called once when the program starts.
inline void set_log_level(LogLevel level) { detail::log_state().level = level; }

/// All lines of this library go to `sink`, which does the filtering; null: back to stderr.
inline void set_log_sink(LogSink sink) { detail::log_state().sink = sink; }

inline void log(LogLevel level, std::string_view text) {
  const detail::LogState& state = detail::log_state();
  if (state.sink != nullptr) return state.sink(static_cast<int>(level), text.data(), text.size());
  if (level >= state.level) detail::write_log_line(static_cast<int>(level), text);
}

inline void log_debug(std::string_view text) { log(LogLevel::debug, text); }
inline void log_info(std::string_view text) { log(LogLevel::info, text); }
inline void log_warning(std::string_view text) { log(LogLevel::warning, text); }
inline void log_error(std::string_view text) { log(LogLevel::error, text); }

/// The sink that the host hands to a plugin's library: filters and writes as the host's own log() does.
inline void host_log_sink(int level, const char* text, std::size_t size) {
  log(static_cast<LogLevel>(level < 0 ? 0 : level > 3 ? 3 : level), std::string_view(text, size));
}

}  // namespace docket
