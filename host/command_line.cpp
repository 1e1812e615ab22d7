#include "command_line.hpp"

#include <charconv>
#include <filesystem>
#include <memory>
#include <system_error>

#include <glob.h>

#include <boost/program_options.hpp>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

namespace docket {

namespace {

namespace po = boost::program_options;

std::string long_name(const Flag& flag) {
  const std::string_view name = flag.name;
  return std::string(name.substr(0, name.find(',')));
}

po::options_description describe(const Command& command) {
  po::options_description described;
  for (const Flag& flag : command.flags) {
    if (*flag.value == '\0') described.add_options()(flag.name, flag.sentence);
    else described.add_options()(flag.name, po::value<std::vector<std::string>>()->composing(), flag.sentence);
  }
  described.add_options()("help,h", "this text");
  described.add_options()("word", po::value<std::vector<std::string>>());
  return described;
}

/// Whether a file of this very name exists, or files that match the pattern.
bool names_files(const std::string& word) {
  std::error_code ignored;
  if (std::filesystem::exists(word, ignored)) return true;
  if (word.find_first_of("*?[") == word.npos) return false;
  glob_t found{};
  const std::unique_ptr<glob_t, decltype(&globfree)> cleanup(&found, &globfree);
  return glob(word.c_str(), GLOB_NOSORT, nullptr, &found) == 0 && found.gl_pathc > 0;
}

bool is_override(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == word.npos || equals == 0) return false;
  const std::string_view key = std::string_view(word).substr(0, equals);
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  for (const char c : key) {
    if (!letter(c) && c != '.' && c != '"') return false;
  }
  return !names_files(word);
}

Error command_line_error(const Command& command, const std::string& what) {
  return Error(ErrorKind::config, "command line", what + " (docket " + command.name + " --help)");
}

template <class Number>
Number parse_number(const CommandLine& line, std::string_view flag, Number fallback, Number min, Number max) {
  if (!line.has(flag)) return fallback;
  const std::string text = line.text(flag);
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  if (!whole || !(value >= min && value <= max)) {
    std::string bounds = std::is_integral_v<Number> ? "a whole number" : "a number";
    auto shown = [](Number bound) {
      std::string digits = std::to_string(bound);
      if (digits.find('.') != digits.npos) digits.erase(digits.find_last_not_of('0') + 1);
      if (digits.ends_with('.')) digits.pop_back();
      return digits;
    };
    throw command_line_error(line.command(), "--" + std::string(flag) + " is '" + text + "', must be " + bounds + " in [" + shown(min) + ", " +
                                                 shown(max) + "]");
  }
  return value;
}

}  // namespace

CommandLine::CommandLine(const Command& command, std::span<const char* const> arguments) : command_(&command) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  bool ended = false;
  for (const char* argument : arguments) {
    if (!ended && std::string_view(argument) == "--") ended = true;
    else (ended ? after : before).emplace_back(argument);
  }
  po::positional_options_description positional;
  positional.add("word", -1);
  const po::options_description described = describe(command);
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    const auto parsed = po::command_line_parser(before).options(described).positional(positional).style(style).run();
    for (const auto& option : parsed.options) {
      if (option.string_key != "word") {
        auto& values = values_[option.string_key];
        values.insert(values.end(), option.value.begin(), option.value.end());
        continue;
      }
      for (const std::string& word : option.value) (is_override(word) ? overrides_ : words_).push_back(word);
    }
  } catch (const po::unknown_option& error) {
    std::string given = error.get_option_name();
    while (given.starts_with('-')) given.erase(0, 1);
    std::vector<std::string> known = {"help"};
    for (const Flag& flag : command.flags) known.push_back(long_name(flag));
    const auto near = nearest_name(given, known);
    throw command_line_error(command, "unknown flag '" + error.get_option_name() + "'" + (near ? "; did you mean '--" + *near + "'?" : ""));
  } catch (const po::error& error) {
    throw command_line_error(command, error.what());
  }
  words_.insert(words_.end(), after.begin(), after.end());
}

std::string CommandLine::text(std::string_view flag, std::string fallback) const {
  const auto found = values_.find(flag);
  if (found == values_.end() || found->second.empty()) return fallback;
  if (found->second.size() > 1) throw command_line_error(*command_, "--" + std::string(flag) + " is given " + std::to_string(found->second.size()) + " times");
  return found->second.front();
}

std::vector<std::string> CommandLine::texts(std::string_view flag) const {
  const auto found = values_.find(flag);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

long CommandLine::integer(std::string_view flag, long fallback, long min, long max) const {
  return parse_number(*this, flag, fallback, min, max);
}

double CommandLine::number(std::string_view flag, double fallback, double min, double max) const {
  return parse_number(*this, flag, fallback, min, max);
}

void CommandLine::expect_words(std::size_t min, std::size_t max) const {
  if (words_.size() >= min && words_.size() <= max) return;
  const std::string what = words_.size() < min ? "too few words" : "'" + words_[max] + "' is one word too many";
  throw Error(ErrorKind::config, "command line", what + "; usage: docket " + command_->name + " " + command_->arguments);
}

std::string help_text(const Command& command) {
  std::string text = std::string("usage: docket ") + command.name + (*command.arguments ? " " : "") + command.arguments + "\n" + command.summary + "\n\n";
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Flag& flag : command.flags) {
    const std::string_view name = flag.name;
    const std::size_t comma = name.find(',');
    std::string left = (comma == name.npos ? "    " : "-" + std::string(name.substr(comma + 1)) + ", ") + "--" + long_name(flag);
    if (*flag.value) left += std::string(" ") + flag.value;
    rows.emplace_back(left, flag.sentence);
  }
  rows.emplace_back("-h, --help", "this text");
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.first.size());
  for (const auto& [left, right] : rows) text += "  " + left + std::string(width - left.size() + 2, ' ') + right + "\n";
  if (*command.notes) text += std::string("\n") + command.notes + "\n";
  return text;
}

bool wants_help(std::span<const char* const> arguments) {
  for (const char* argument : arguments) {
    const std::string_view word = argument;
    if (word == "--") return false;
    if (word == "--help" || word == "-h") return true;
  }
  return false;
}

}  // namespace docket
