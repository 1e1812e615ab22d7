/// Where a value of a configuration came from.
#pragma once

#include <string>

namespace docket {

/// A place in a file (lines and columns count from 1), or a word of the command line (`file` is then
/// "command line: key=value", `line` is 0).
struct Origin {
  std::string file;
  int line = 0;
  int column = 0;

  /// `file:line:column`, as far as there is one.
  [[nodiscard]] std::string where() const {
    return line == 0 ? file : file + ':' + std::to_string(line) + ':' + std::to_string(column);
  }
  [[nodiscard]] bool from_command_line() const { return line == 0 && file.starts_with("command line"); }
  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace docket
