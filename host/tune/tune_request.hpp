/// What the command line of docket tune asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <docket/evaluation/set_report.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/search/setting_space.hpp>

#include "../command_line.hpp"

namespace docket::tune {

struct TuneRequest {
  std::string target;               // a pipeline, a checkpoint, or a folder of folds
  std::vector<std::string> splits;  // "val", "train"; empty for a folder of folds
  std::string check;                // empty without --check
  SetMetric metric = SetMetric::cleval_mean;
  std::string sampler;              // empty: every combination of a grid, else random draws
  std::size_t draws = 0, top = 0;
  std::uint64_t seed = 0;
  std::filesystem::path maps, out;

  [[nodiscard]] bool of_folds() const { return splits.empty(); }
  [[nodiscard]] const char* measure() const { return metric == SetMetric::iou ? "IoU H" : "CLEval H"; }
};

/// Throws Error(config).
[[nodiscard]] TuneRequest read_request(const CommandLine& line);

/// What --space and `words` name of `plugin`, and the request's sampler can search. Throws Error(config).
[[nodiscard]] SettingSpace read_space(const CommandLine& line, const std::vector<std::string>& words, const TuneRequest& request, const PluginInfo& plugin);

}  // namespace docket::tune
