/// checkpoints/scores.json of a run: which kept checkpoint was how good.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace docket {

/// Name -> score by checkpoint.monitor, more is better.
using CheckpointScores = std::map<std::string, double>;

inline constexpr const char* checkpoint_scores_name = "scores.json";

/// Of those checkpoints that are still in `folder`; none where nothing was validated or the file is damaged.
[[nodiscard]] inline CheckpointScores read_checkpoint_scores(const std::filesystem::path& folder) {
  std::ifstream file(folder / checkpoint_scores_name);
  const auto parsed = nlohmann::json::parse(file, nullptr, false);
  CheckpointScores scores;
  if (!parsed.is_object()) return scores;
  for (const auto& [name, score] : parsed.items()) {
    std::error_code ignored;
    if (score.is_number() && std::filesystem::exists(folder / name, ignored)) scores[name] = score.get<double>();
  }
  return scores;
}

/// The best by score; nothing where there is none.
[[nodiscard]] inline std::optional<std::pair<std::string, double>> best_of(const CheckpointScores& scores) {
  const auto found = std::max_element(scores.begin(), scores.end(), [](auto& a, auto& b) { return a.second < b.second; });
  if (found == scores.end()) return std::nullopt;
  return *found;
}

}  // namespace docket
