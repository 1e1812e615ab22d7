/// Runs docket as a person types it.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace docket::testing {

struct Run {
  int code = -1;
  std::string output;  // stdout and stderr
};

/// A line of sh.
inline Run shell(const std::string& line) {
  Run run;
  FILE* pipe = ::popen(("{ " + line + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run sh");
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) run.output.append(buffer, n);
  const int status = ::pclose(pipe);
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

/// `arguments` are shell words. DOCKET_PROGRAM names the program.
inline Run docket(const std::string& arguments) { return shell("'" + std::string(std::getenv("DOCKET_PROGRAM")) + "' " + arguments); }

}  // namespace docket::testing
