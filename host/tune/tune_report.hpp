/// What docket tune says: the table, settings.csv, tune.json and best.toml.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/evaluation/bootstrap.hpp>
#include <docket/evaluation/set_result.hpp>
#include <docket/search/setting_space.hpp>

namespace docket::tune {

/// A setting and its score. An empty setting is the pipeline's own.
struct Trial {
  Setting setting;
  SetResult result;
};

/// The H-mean that `metric` names, cleval_mean or iou.
double hmean_of(const SetResult& result, SetMetric metric);

/// The trials' places, best first; equal ones in their order.
std::vector<std::size_t> ranking(const std::vector<Trial>& trials, SetMetric metric);

/// The first `count` trials of `order` as a table.
std::string table(const std::vector<Trial>& trials, const std::vector<std::size_t>& order, std::size_t count);

/// A row a trial, in their order.
std::string csv(const std::vector<Trial>& trials);

nlohmann::json json(const std::vector<Trial>& trials);

/// A [postprocess] fragment with the setting's options.
std::string toml(const Setting& setting, const std::string& comment);

/// How far `ours` is ahead of `base` on the same pictures, with the 95 % interval of paired resamples.
std::string gain(const SetResult& ours, const SetResult& base, SetMetric metric, const BootstrapOptions& options);

}  // namespace docket::tune
