/// Tries libraries in a child process: what a static constructor does there, crash or hang, cannot hurt this one.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern char** environ;

namespace docket::detail {

struct ProbeJob {
  std::filesystem::path path;
  std::string stage;
  std::optional<std::string> refusal;  // the verdict; none: it loads and has a good table
  bool probe_failed = false;           // docket-probe itself did not run, so this is no verdict about the file
};

/// One run of docket-probe, which loads file after file and says so: "begin", then "fine" or "bad <reason>", a line each.
/// It is a program of its own because a fork of a process with threads may not load anything.
class ProbeChild {
 public:
  ProbeChild(const std::filesystem::path& program, std::span<ProbeJob> jobs) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    std::vector<std::string> words = {program.string()};
    for (const ProbeJob& job : jobs) {
      words.push_back(job.stage);
      words.push_back(std::filesystem::absolute(job.path).string());
    }
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setpgroup(&attributes, 0);  // its own group: killed as a whole, and no Ctrl-C in the middle of a verdict
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    if (::posix_spawn(&pid_, program.c_str(), &actions, &attributes, argv.data(), environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(ends[1]);
    output_ = ends[0];
  }
  ProbeChild(const ProbeChild&) = delete;
  ProbeChild& operator=(const ProbeChild&) = delete;
  ~ProbeChild() {
    if (pid_ > 0) end();
    if (output_ >= 0) ::close(output_);
  }

  [[nodiscard]] bool started() const { return pid_ > 0; }

  enum class Answer { line, ended, too_late };

  /// The next line, waiting `limit_s` at most.
  Answer next(double limit_s, std::string& line) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(limit_s);
    while (true) {
      if (const auto newline = pending_.find('\n'); newline != pending_.npos) {
        line = pending_.substr(0, newline);
        pending_.erase(0, newline + 1);
        return Answer::line;
      }
      const double left_s = std::chrono::duration<double>(deadline - std::chrono::steady_clock::now()).count();
      if (left_s <= 0) return Answer::too_late;
      pollfd waited{output_, POLLIN, 0};
      const int ready = ::poll(&waited, 1, static_cast<int>(left_s * 1000) + 1);
      if (ready < 0 && errno != EINTR) return Answer::ended;
      if (ready <= 0) continue;
      char bytes[4096];
      const ssize_t n = ::read(output_, bytes, sizeof(bytes));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return Answer::ended;
      pending_.append(bytes, static_cast<std::size_t>(n));
    }
  }

  /// How it ended, for the middle of a sentence; it is killed if it does not end by itself within half a second.
  std::string end() {
    int status = 0;
    pid_t gone = 0;
    for (int i = 0; i < 50 && gone == 0; ++i) {
      gone = ::waitpid(pid_, &status, WNOHANG);
      if (gone == 0) ::usleep(i < 10 ? 1000 : 12000);
    }
    if (gone == 0) kill();
    pid_ = -1;
    if (WIFSIGNALED(status)) return std::string("crashes (") + ::strsignal(WTERMSIG(status)) + ")";
    return "ends the program (exit code " + std::to_string(WEXITSTATUS(status)) + ")";
  }

  /// Ends it at once.
  void kill() {
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string pending_;
};

/// Fills in the verdicts. One child tries them all, one after the other, so LibTorch is loaded once; when it dies, the file it was
/// at is tried again in a child of its own before it is blamed, and a new child goes on with the rest.
inline void probe(const std::filesystem::path& program, std::span<ProbeJob> jobs, double limit_s) {
  std::size_t at = 0;
  bool alone = jobs.size() == 1;
  while (at < jobs.size()) {
    ProbeChild child(program, alone ? jobs.subspan(at, 1) : jobs.subspan(at));
    const std::size_t first = at;
    const std::size_t last = alone ? at + 1 : jobs.size();
    ProbeChild::Answer answer = ProbeChild::Answer::line;
    std::string line;
    bool begun = false;
    while (at < last && child.started() && (answer = child.next(limit_s, line)) == ProbeChild::Answer::line) {
      if (line == "begin") {
        begun = true;
        continue;
      }
      if (line.starts_with("bad ")) jobs[at].refusal = line.substr(4);
      begun = false;
      ++at;
    }
    if (at == last) {
      alone = false;
      continue;
    }
    if (!child.started() || (answer == ProbeChild::Answer::ended && !begun && at == first)) {
      for (; at < jobs.size(); ++at) {
        jobs[at].refusal = "cannot be tried: " + program.string() + " does not run";
        jobs[at].probe_failed = true;
      }
      return;
    }
    if (at > first && answer == ProbeChild::Answer::ended) {  // an earlier file of the same child may be the culprit
      alone = true;
      continue;
    }
    std::string seconds = std::to_string(limit_s);
    seconds.erase(seconds.find_last_not_of('0') + 1);
    if (seconds.ends_with('.')) seconds.pop_back();
    if (answer == ProbeChild::Answer::too_late) {
      child.kill();
      jobs[at].refusal = "hangs when it is loaded: its static constructors took more than " + seconds + " s";
    } else {
      jobs[at].refusal = child.end() + " when it is loaded; look at its static constructors";
    }
    ++at;
    alone = false;
  }
}

}  // namespace docket::detail
