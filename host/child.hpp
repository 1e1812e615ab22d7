/// Runs docket itself, as a person would type it, for one step of a longer job.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>

namespace docket {

/// A `docket words...` that runs beside this program. When this program dies, it gets SIGTERM, so that no two ever work on one run; Ctrl-C
/// reaches this program alone. Not for programs with threads.
class Child {
 public:
  struct Options {
    std::filesystem::path input = "/dev/null";
    std::filesystem::path output = {};  // standard output and error are added to this file; empty: they are this program's
    int kept_open = -1;                 // a descriptor that the child has too, to its end
    int threads = 0;                    // its thread_budget(); 0: this program's
  };

  /// Throws Error(other).
  Child(const std::vector<std::string>& words, const Options& options);
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), code_(other.code_) {}
  Child& operator=(Child&&) = delete;
  /// One that still runs is stopped by SIGTERM and waited for.
  ~Child();

  /// Its exit code, 128 + the signal that ended it; nothing while it runs. Throws Error(other).
  [[nodiscard]] std::optional<int> ended();
  void send(int signal) const;

 private:
  pid_t pid_ = -1;
  std::optional<int> code_;
};

/// Waits for `docket words...`; returns its exit code. When this program is interrupted (watch_interrupts), the child gets one SIGINT and
/// is waited for. Throws Error(other).
[[nodiscard]] int run_docket(const std::vector<std::string>& words, const Child::Options& options = {});

/// The last line with anything in it of what a child wrote to `log`; empty where there is none.
[[nodiscard]] std::string last_line(const std::filesystem::path& log);

/// The kind of error that a docket which ended with `code`, not 0, has told.
[[nodiscard]] inline ErrorKind error_kind_of(int code) { return code >= 2 && code <= 5 ? static_cast<ErrorKind>(code) : ErrorKind::other; }

}  // namespace docket
