/// Words as a shell takes them.
#pragma once

#include <span>
#include <string>

namespace docket {

/// As one word of a shell.
[[nodiscard]] inline std::string shell_word(const std::string& text) {
  const bool plain = !text.empty() &&
                     text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=-,:+@%") == text.npos;
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// `command` and, behind it, the words.
[[nodiscard]] inline std::string shell_command(std::string command, std::span<const std::string> words) {
  for (const std::string& word : words) command += " " + shell_word(word);
  return command;
}

}  // namespace docket
