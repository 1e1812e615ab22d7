/// What docket tune says: the table, settings.csv, tune.json and best.toml.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/evaluation/bootstrap.hpp>
#include <docket/evaluation/set_result.hpp>
#include <docket/search/setting_space.hpp>

namespace docket::tune {

/// A setting and its score on every set. An empty setting is the pipeline's own.
struct Trial {
  Setting setting;
  std::vector<SetResult> results;
};

/// The mean over the sets of the H-mean that `metric` names, cleval_mean or iou.
double hmean_of(const Trial& trial, SetMetric metric);

/// The trials' places, best mean first; equal ones in their order.
std::vector<std::size_t> ranking(const std::vector<Trial>& trials, SetMetric metric);

/// The first `count` trials of `order` as a table; with several sets the means over them, and their sample standard deviation.
std::string table(const std::vector<Trial>& trials, const std::vector<std::size_t>& order, std::size_t count, SetMetric metric);

/// A row a trial, in their order; with several sets also each one's H-means. `sets`: their names.
std::string csv(const std::vector<Trial>& trials, const std::vector<std::string>& sets);

nlohmann::json json(const std::vector<Trial>& trials, const std::vector<std::string>& sets);

/// A [postprocess] fragment with the setting's options.
std::string toml(const Setting& setting, const std::string& comment);

/// How far `ours` is ahead of `base` on the same pictures, with the 95 % interval of paired resamples.
std::string gain(const SetResult& ours, const SetResult& base, SetMetric metric, const BootstrapOptions& options);

}  // namespace docket::tune
