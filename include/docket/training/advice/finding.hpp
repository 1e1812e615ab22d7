/// One thing that docket advise says, and the commands it tells a person to type.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/shell_word.hpp>
#include <docket/training/run_history.hpp>

namespace docket {

enum class AdviceLevel { good, warning, todo };

struct Finding {
  AdviceLevel level = AdviceLevel::good;
  std::string name;  // "precision-recall-gap"
  std::string text;  // one or two sentences, with the numbers they rest on
  nlohmann::json numbers = nlohmann::json::object();
  std::vector<std::string> commands = {};  // to type, in this order; may be empty
};

namespace advice {

/// "0.9712"
[[nodiscard]] inline std::string score_text(double score) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", score);
  return text;
}

/// Three digits: "3e-04" is "0.0003", "0.000513".
[[nodiscard]] inline std::string number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", number);
  return text;
}

/// The folder with a name at its end: "." becomes what it is called.
[[nodiscard]] inline std::filesystem::path named_folder(const std::filesystem::path& folder) {
  if (const std::string name = folder.filename().string(); name != "." && name != "..") return folder;
  const std::filesystem::path whole = std::filesystem::absolute(folder).lexically_normal();
  return whole.filename().empty() ? whole.parent_path() : whole;
}

/// Trains the run's pipeline anew beside it.
[[nodiscard]] inline std::string new_run(const RunHistory& run, const std::string& suffix,
                                         const std::vector<std::string>& overrides) {
  const std::filesystem::path whole = named_folder(run.folder);
  std::string command = "docket train " + shell_word((whole / "config.toml").string());
  const std::string parent = whole.parent_path().string();
  if (parent != "runs") command += " --runs " + shell_word(parent.empty() ? "." : parent);
  return shell_command(command + " --name " + shell_word(whole.filename().string() + "-" + suffix), overrides);
}

/// Goes on with the run itself.
[[nodiscard]] inline std::string resume(const RunHistory& run, const std::vector<std::string>& overrides = {}) {
  return shell_command("docket train --resume " + shell_word(run.folder.string()), overrides);
}

/// Scores the best checkpoint that is still there, without training; empty when none is.
[[nodiscard]] inline std::vector<std::string> evaluate(const RunHistory& run, const std::vector<std::string>& overrides) {
  const ValidationScore* best = nullptr;
  for (const ValidationScore& score : run.validations) {
    if (!score.checkpoint.empty() && (best == nullptr || score.hmean > best->hmean)) best = &score;
  }
  if (best == nullptr) return {};
  return {shell_command("docket evaluate " + shell_word((run.folder / "checkpoints" / best->checkpoint).string()), overrides)};
}

}  // namespace advice
}  // namespace docket
