/// The words behind `docket COMMAND`: flags, `key=value` overrides and everything else.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace docket {

/// One flag of a command. Declared once; parsing, --help and shell completion come from it.
struct Flag {
  const char* name;      // "out" for --out; "quiet,q" for --quiet and -q
  const char* value;     // "DIR", "FILE", "N", ...; empty: a switch. DIR and FILE complete to paths
  const char* sentence;  // what it does, with its default
};

enum class Weight { light, heavy };

/// One line of the command table (host/commands/table.hpp).
struct Command {
  const char* name;
  const char* arguments;  // "PIPELINE INPUT... [key=value...]"
  const char* summary;    // one line
  Weight weight;          // heavy: lives in libdocket_host.so, which brings LibTorch and OpenCV
  std::span<const Flag> flags;
  const char* notes = "";  // further lines of --help
};

class CommandLine {
 public:
  /// `arguments` come after the command's name. Throws Error(config) for an unknown flag (with the nearest one), a flag without
  /// its value and a flag given twice that takes one value.
  CommandLine(const Command& command, std::span<const char* const> arguments);

  /// Inputs, in their order: what is neither a flag nor an override. Everything after `--` is one, whatever it looks like.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

  /// `key=value` words: a dotted key before the first '=', no file of that very name, no pattern that some file matches.
  [[nodiscard]] const std::vector<std::string>& overrides() const { return overrides_; }

  [[nodiscard]] bool has(std::string_view flag) const { return values_.contains(flag); }
  [[nodiscard]] std::string text(std::string_view flag, std::string fallback = "") const;
  /// A flag may be given several times: all its values.
  [[nodiscard]] std::vector<std::string> texts(std::string_view flag) const;
  /// Throw Error(config) when the value is not such a number or out of [min, max].
  [[nodiscard]] long integer(std::string_view flag, long fallback, long min, long max) const;
  [[nodiscard]] double number(std::string_view flag, double fallback, double min, double max) const;

  /// Throws Error(config) with the usage line unless there are at least `min` and at most `max` words.
  void expect_words(std::size_t min, std::size_t max) const;

  [[nodiscard]] const Command& command() const { return *command_; }

 private:
  const Command* command_;
  std::vector<std::string> words_;
  std::vector<std::string> overrides_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Usage, summary and flags, ready to print.
[[nodiscard]] std::string help_text(const Command& command);

/// True when --help or -h is among the arguments (before a `--`).
[[nodiscard]] bool wants_help(std::span<const char* const> arguments);

}  // namespace docket
