/// libdocket_host.so: the commands that need LibTorch and OpenCV.
#include <string>
#include <string_view>
#include <vector>

#include <c10/util/Exception.h>

#include <docket/core/error.hpp>
#include <docket/core/export.hpp>

#include "command_line.hpp"
#include "commands/bench.hpp"
#include "commands/convert.hpp"
#include "commands/data.hpp"
#include "commands/predict.hpp"
#include "commands/synth.hpp"
#include "commands/evaluate.hpp"
#include "commands/export.hpp"
#include "commands/train.hpp"
#include "commands/tune.hpp"

namespace docket {
namespace {

struct HeavyCommand {
  const char* name;
  int (*run)(const CommandLine&);
};

/// One line a command.
const std::vector<HeavyCommand> heavy_commands = {
    {"bench", run_bench},
    {"convert", run_convert},
    {"data", run_data},
    {"predict", run_predict},
    {"synth", run_synth},
    {"evaluate", run_evaluate},
    {"export", run_export},
    {"train", run_train},
    {"tune", run_tune},
};

}  // namespace
}  // namespace docket

extern "C" DOCKET_API int docket_run_heavy_command(const docket::CommandLine& line) {
  for (const docket::HeavyCommand& command : docket::heavy_commands) {
    if (std::string_view(command.name) != line.command().name) continue;
    try {
      return command.run(line);
    } catch (const c10::Error& failure) {
      // LibTorch's text goes on for pages; its first line says what happened.
      const std::string text = failure.what_without_backtrace();
      throw docket::Error(docket::ErrorKind::other, "LibTorch", text.substr(0, text.find('\n')));
    }
  }
  throw docket::Error(docket::ErrorKind::other, line.command().name,
                      "is not in libdocket_host.so; build or install both together");
}
