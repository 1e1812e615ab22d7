/// Ctrl-C as a question that long work asks between two steps, so that it can leave valid files behind.
#pragma once

#include <csignal>

#include <atomic>

namespace docket {

/// Exit code of an interrupted run (128 + SIGINT).
inline constexpr int interrupted_exit_code = 130;

namespace detail {

inline std::atomic<int>& interrupt_count() {
  static std::atomic<int> count{0};
  return count;
}

}  // namespace detail

/// True once SIGINT or SIGTERM came (after watch_interrupts()).
[[nodiscard]] inline bool interrupted() { return detail::interrupt_count().load(std::memory_order_relaxed) > 0; }

/// From now on the first SIGINT or SIGTERM only sets the flag; a second one ends the program at once. Called by the host's
/// commands, never by a library: signals belong to the program.
inline void watch_interrupts() {
  detail::interrupt_count().store(0);
  struct sigaction action {};
  action.sa_handler = [](int signal) {
    if (detail::interrupt_count().fetch_add(1) > 0) {
      std::signal(signal, SIG_DFL);
      std::raise(signal);
    }
  };
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace docket
