#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>

namespace docket {

namespace {

/// In the child, before exec: true when the descriptor stands for `file` now.
bool redirect(const std::filesystem::path& file, int flags, int descriptor) {
  const int opened = ::open(file.c_str(), flags, 0666);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) return false;
  if (opened != descriptor) ::close(opened);
  return true;
}

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

}  // namespace

Child::Child(const std::vector<std::string>& words, const Options& options) {
  const std::string program = own_program();
  std::vector<std::string> all = {"docket"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::cout.flush();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw Error(ErrorKind::other, program, std::string("cannot be started: ") + std::strerror(errno));
  if (pid_ > 0) return;
  ::setpgid(0, 0);  // Ctrl-C reaches this program alone, which passes it on once: a second one would end the child without a checkpoint
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(128 + SIGTERM);
  if (!redirect(options.input, O_RDONLY, STDIN_FILENO)) ::_exit(127);
  if (!options.output.empty() && (!redirect(options.output, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO) || ::dup2(STDOUT_FILENO, STDERR_FILENO) < 0)) ::_exit(127);
  if (options.kept_open >= 0) ::fcntl(options.kept_open, F_SETFD, 0);
  if (options.threads > 0) ::setenv("OMP_NUM_THREADS", std::to_string(options.threads).c_str(), 1);
  ::execv(program.c_str(), argv.data());
  ::_exit(127);
}

Child::~Child() {
  if (pid_ < 0 || code_) return;
  ::kill(pid_, SIGTERM);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<int> Child::ended() {
  if (code_) return code_;
  int status = 0;
  const pid_t gone = ::waitpid(pid_, &status, WNOHANG);
  if (gone < 0 && errno != EINTR) throw Error(ErrorKind::other, own_program(), std::string("is lost: ") + std::strerror(errno));
  if (gone == pid_) code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return code_;
}

void Child::send(int signal) const {
  if (!code_) ::kill(pid_, signal);
}

std::string last_line(const std::filesystem::path& log) {
  std::ifstream file(log);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (line.find_first_not_of(" \t\r") != line.npos) last = line;
  }
  return last;
}

int run_docket(const std::vector<std::string>& words, const Child::Options& options) {
  Child child(words, options);
  bool passed_on = false;
  while (true) {
    if (const std::optional<int> code = child.ended()) return *code;
    if (interrupted() && !passed_on) {
      child.send(SIGINT);
      passed_on = true;
    }
    ::usleep(50'000);
  }
}

}  // namespace docket
