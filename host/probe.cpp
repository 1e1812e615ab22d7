/// docket-probe STAGE FILE [STAGE FILE ...]: loads one library after the other and says on standard output how each went. The
/// other end is include/docket/plugins/probe.hpp.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>

#include <docket/core/error.hpp>
#include <docket/plugins/loader.hpp>

namespace {

int report_descriptor = STDOUT_FILENO;

void report(std::string line) {
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  line.push_back('\n');
  if (::write(report_descriptor, line.data(), line.size()) < 0) ::_exit(1);
}

std::string reason_against(const std::string& stage, const std::string& path) {
  try {
    docket::detail::load_table(path, stage);
    return "";
  } catch (const docket::Error& error) {
    return error.message();
  } catch (const std::exception& error) {
    return std::string("throws when it is loaded: ") + error.what();
  } catch (...) {
    return "throws when it is loaded";
  }
}

}  // namespace

int main(int argc, char** argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  // A library that prints must not print into the report.
  report_descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nothing, STDOUT_FILENO);
  for (int i = 1; i + 1 < argc; i += 2) {
    report("begin");
    const std::string reason = reason_against(argv[i], argv[i + 1]);
    report(reason.empty() ? "fine" : "bad " + reason);
  }
  ::_exit(0);  // no static destructors of strangers
}
