/// Which commit a run was started from.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace docket {

namespace detail {

/// What a shell command prints; nothing when it fails.
[[nodiscard]] inline std::optional<std::string> output_of(const char* command) {
  FILE* pipe = ::popen(command, "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
  if (::pclose(pipe) != 0) return std::nullopt;
  return text;
}

}  // namespace detail

/// {"commit": SHA, "modified": whether tracked files differ from it} of the git tree that the current folder lies in; null
/// outside of one, and where git is missing.
[[nodiscard]] inline nlohmann::json git_state() {
  std::optional<std::string> commit = detail::output_of("git rev-parse --verify HEAD 2>/dev/null");
  const std::optional<std::string> changes = detail::output_of("git status --porcelain --untracked-files=no 2>/dev/null");
  if (!commit || !changes) return nullptr;
  while (commit->ends_with('\n')) commit->pop_back();
  return {{"commit", *commit}, {"modified", !changes->empty()}};
}

}  // namespace docket
