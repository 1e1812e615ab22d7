#include "docket_run.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

DocketProcess::DocketProcess(const Scratch& scratch, std::vector<std::string> arguments, const std::string& input) {
  static int runs = 0;
  folder_ = scratch.path().parent_path() / ("run" + std::to_string(++runs));
  fs::create_directories(folder_);
  write_text(folder_ / "in", input);
  const char* program = std::getenv("DOCKET_EXE");
  if (program == nullptr) throw std::runtime_error("DOCKET_EXE names no program");
  arguments.insert(arguments.begin(), program);
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, (folder_ / "in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, (folder_ / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  posix_spawn_file_actions_addopen(&files, 2, (folder_ / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const int failed = posix_spawn(&id_, program, &files, nullptr, raw.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error(std::string("cannot run ") + program);
}

RunResult DocketProcess::wait() {
  int status = 0;
  rusage used{};
  while (wait4(id_, &status, 0, &used) < 0) {
  }
  RunResult result;
  result.peak_mib = used.ru_maxrss >> 10;
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  result.out = bytes_of(folder_ / "out");
  result.err = bytes_of(folder_ / "err");
  return result;
}

void write_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

fs::path only_file(const fs::path& folder, const std::string& suffix) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == suffix) found.push_back(entry.path());
  }
  REQUIRE(found.size() == 1);
  return found.front();
}
