/// The program docket: finds the command, runs it, turns an exception into one line and an exit code.
#include <algorithm>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/core/nearest_name.hpp>

#include "command_line.hpp"
#include "commands/table.hpp"
#include "heavy_module.hpp"

namespace docket {
namespace {

struct LightCommand {
  const char* name;
  int (*run)(const CommandLine&);
};

constexpr LightCommand light_commands[] = {
    {"advise", run_advise},
    {"config", run_config},
    {"kfold", run_kfold},
    {"plugins", run_plugins},
    {"doctor", run_doctor},
    {"ensemble", run_ensemble},
    {"report", run_report},
    {"run", run_run},
    {"sweep", run_sweep},
    {"completion", run_completion},
    {"version", run_version},
};

void print_overview() {
  std::cout << "usage: docket COMMAND ...\n\n";
  std::size_t width = 0;
  for (const Command& command : command_table) width = std::max(width, std::string_view(command.name).size());
  for (const Command& command : command_table) {
    const std::string name = command.name;
    std::cout << "  " << name << std::string(width - name.size() + 2, ' ') << command.summary << "\n";
  }
  std::cout << "\ndocket COMMAND --help says more about each.\n";
}

int run(std::span<const char* const> arguments) {
  std::string name = arguments.empty() ? "--help" : arguments[0];
  std::span<const char* const> rest = arguments.subspan(arguments.empty() ? 0 : 1);
  if (name == "--version") name = "version";
  if (name == "help" && !rest.empty()) {  // docket help predict
    static constexpr const char* help[] = {"--help"};
    name = rest[0];
    rest = help;
  }
  if (name == "--help" || name == "-h" || name == "help") {
    print_overview();
    return arguments.empty() ? 2 : 0;
  }
  for (const Command& command : command_table) {
    if (name != command.name) continue;
    if (wants_help(rest)) {
      std::cout << help_text(command);
      return 0;
    }
    if (command.weight == Weight::heavy) return run_heavy_command(command, rest);
    for (const LightCommand& light : light_commands) {
      if (name == light.name) return light.run(CommandLine(command, rest));
    }
  }
  std::vector<std::string> names;
  for (const Command& command : command_table) names.emplace_back(command.name);
  throw Error(ErrorKind::config, "command line", "unknown command '" + name + "'" + suggestion(name, names));
}

}  // namespace
}  // namespace docket

int main(int argc, char** argv) {
  int code = 1;
  try {
    code = docket::run({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (const docket::Error& error) {
    docket::log_error(error.what());
    code = error.exit_code();
  } catch (const std::exception& error) {
    docket::log_error(error.what());
  } catch (...) {
    docket::log_error("something that is not a std::exception was thrown");
  }
  std::cout.flush();
  return code;
}
