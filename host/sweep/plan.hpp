/// What a study searches and how: all that its agents need, kept in the study itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/search/study/study.hpp>

namespace docket::sweep {

/// A sampler or pruner: its name and its options, as a search file says them.
struct Part {
  std::string name;
  nlohmann::json options = nlohmann::json::object();
};

struct Plan {
  std::filesystem::path working_folder;  // paths of the pipeline are relative to it
  std::filesystem::path search_file;     // as the person named it
  std::string metric;                    // a name of metrics.jsonl
  search::Goal goal = search::Goal::maximize;
  search::SearchSpace space;
  std::vector<std::string> overrides;  // key=value of every trial, in their order
  std::vector<std::string> plugin_folders;
  Part sampler, pruner;  // pruner.name empty: nothing is pruned
  std::uint64_t seed = 0;
  std::optional<int> trials;        // no more are begun
  std::optional<double> hours;      // no more are begun so long after the first
  std::optional<double> good_enough;  // no more are begun once one is as good
  std::optional<int> patience;        // nor after so many that ended since the best
};

inline constexpr const char* plan_attribute = "docket:sweep";
inline constexpr const char* stop_attribute = "docket:stop";  // how often 'docket sweep stop' was said

[[nodiscard]] nlohmann::json to_json(const Plan& plan);
/// Throws Error(config) for a study that docket sweep did not make, or another docket.
[[nodiscard]] Plan plan_of(const search::study::Study& study);

/// STUDY.db's trials lie in STUDY/: pipeline.toml, runs/trial_<number>.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& study_file);
/// "runs/trial_0003"
[[nodiscard]] std::string run_of(int number);

/// "optimizer.lr=0.0003", one a parameter, in the order of the space.
[[nodiscard]] std::vector<std::string> words_of(const Plan& plan, const search::Assignment& values);

}  // namespace docket::sweep
