#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>

namespace docket::kfold {

int run_docket(const std::vector<std::string>& words, const std::filesystem::path& input) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::vector<std::string> all = {"docket"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::cout.flush();
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw Error(ErrorKind::other, program, std::string("cannot be started: ") + std::strerror(errno));
  if (child == 0) {
    ::setpgid(0, 0);  // Ctrl-C reaches this program alone, which passes it on once: a second one would end the child without a checkpoint
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(128 + SIGTERM);
    const int in = ::open(input.c_str(), O_RDONLY);
    if (in < 0 || ::dup2(in, STDIN_FILENO) < 0) ::_exit(127);
    if (in != STDIN_FILENO) ::close(in);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  bool passed_on = false;
  int status = 0;
  while (true) {
    const pid_t gone = ::waitpid(child, &status, WNOHANG);
    if (gone == child) break;
    if (gone < 0 && errno != EINTR) throw Error(ErrorKind::other, program, std::string("is lost: ") + std::strerror(errno));
    if (interrupted() && !passed_on) {
      ::kill(child, SIGINT);
      passed_on = true;
    }
    ::usleep(50'000);
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace docket::kfold
