/// The pruners by name, as [pruner] use = "hyperband" of a search file chooses them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/option_table.hpp>
#include <docket/config/options.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/search/pruners/hyperband.hpp>
#include <docket/search/pruners/patience.hpp>
#include <docket/search/pruners/percentile.hpp>
#include <docket/search/pruners/successive_halving.hpp>
#include <docket/search/pruners/threshold.hpp>

namespace docket::search {

inline constexpr auto hyperband_schema = options<HyperbandOptions>(
    option("min_iter", &HyperbandOptions::min_iter, {0, 1e6}, "the first band, in values of the metric; the others are min_iter * eta^k"),
    option("max_iter", &HyperbandOptions::max_iter, {0, 1e6}, "without min_iter: the bands are max_iter / eta^k, k = 1 to s"),
    option("eta", &HyperbandOptions::eta, {1.01, 100}, "one in eta goes on at each band"),
    option("s", &HyperbandOptions::s, {0, 100}, "how many bands below max_iter; has no effect once min_iter is set"),
    option("strict", &HyperbandOptions::strict, "judge by the value at the band, and not by the best so far"));
inline constexpr auto percentile_schema = options<PercentileOptions>(
    option("percentile", &PercentileOptions::percentile, {0, 100}, "of the complete trials at the same epoch, best first"),
    option("n_startup_trials", &PercentileOptions::n_startup_trials, {0, 1e6}, "complete trials before any is pruned"),
    option("n_warmup_steps", &PercentileOptions::n_warmup_steps, {0, 1e6}, "epochs in which none is pruned"),
    option("interval_steps", &PercentileOptions::interval_steps, {1, 1e6}, "epochs from one look to the next"),
    option("n_min_trials", &PercentileOptions::n_min_trials, {1, 1e6}, "complete trials that must have reached the epoch"));
inline constexpr auto successive_halving_schema = options<SuccessiveHalvingOptions>(
    option("min_resource", &SuccessiveHalvingOptions::min_resource, {1, 1e6}, "epoch of the first rung"),
    option("reduction_factor", &SuccessiveHalvingOptions::reduction_factor, {2, 1000}, "one in so many goes on, and rungs lie so many times apart"),
    option("min_early_stopping_rate", &SuccessiveHalvingOptions::min_early_stopping_rate, {0, 100}, "rungs left out at the beginning"),
    option("bootstrap_count", &SuccessiveHalvingOptions::bootstrap_count, {0, 1e6}, "trials that a rung must have seen before one is kept"));
inline constexpr auto patience_schema = options<PatienceOptions>(
    option("patience", &PatienceOptions::patience, {0, 1e6}, "epochs without a better value that are borne"),
    option("min_delta", &PatienceOptions::min_delta, {0, 1e6}, "by how much the older best must be better to count"));
inline constexpr auto threshold_schema = options<ThresholdOptions>(
    option("lower", &ThresholdOptions::lower, {}, "the least value that goes on"), option("upper", &ThresholdOptions::upper, {}, "the greatest value that goes on"),
    option("n_warmup_steps", &ThresholdOptions::n_warmup_steps, {0, 1e6}, "epochs in which none is pruned"),
    option("interval_steps", &ThresholdOptions::interval_steps, {1, 1e6}, "epochs from one look to the next"));

[[nodiscard]] inline std::vector<std::string> pruner_names() { return {"none", "hyperband", "median", "percentile", "successive_halving", "patience", "threshold"}; }

/// The options that [pruner] may set beside `use`. Throws Error(config) for an unknown name.
[[nodiscard]] inline OptionTable pruner_options(const std::string& name) {
  if (name == "none") return {};
  if (name == "hyperband") return option_table(hyperband_schema);
  if (name == "successive_halving") return option_table(successive_halving_schema);
  if (name == "patience") return option_table(patience_schema);
  if (name == "threshold") return option_table(threshold_schema);
  OptionTable options = option_table(percentile_schema);
  if (name == "percentile") return options;
  if (name == "median") return {options.begin() + 1, options.end()};
  std::string all;
  for (const std::string& known : pruner_names()) all += (all.empty() ? "" : ", ") + known;
  throw Error(ErrorKind::config, "pruner", "'" + name + "' is none; there are " + all + suggestion(name, pruner_names()));
}

/// options: checked against pruner_options(), defaults may be left out. Null for "none". Throws Error(config).
[[nodiscard]] inline std::unique_ptr<Pruner> make_pruner(const std::string& name, const nlohmann::json& options) {
  (void)pruner_options(name);
  if (name == "none") return nullptr;
  if (name == "hyperband") {
    HyperbandOptions o;
    return std::make_unique<HyperbandPruner>(HyperbandOptions{options.value("min_iter", o.min_iter), options.value("max_iter", o.max_iter), options.value("eta", o.eta), options.value("s", o.s), options.value("strict", o.strict)});
  }
  if (name == "successive_halving") {
    SuccessiveHalvingOptions o;
    return std::make_unique<SuccessiveHalvingPruner>(SuccessiveHalvingOptions{options.value("min_resource", o.min_resource), options.value("reduction_factor", o.reduction_factor),
                                                                              options.value("min_early_stopping_rate", o.min_early_stopping_rate), options.value("bootstrap_count", o.bootstrap_count)});
  }
  if (name == "patience") {
    PatienceOptions o;
    return std::make_unique<PatiencePruner>(PatienceOptions{options.value("patience", o.patience), options.value("min_delta", o.min_delta)});
  }
  if (name == "threshold") {
    ThresholdOptions o;
    return std::make_unique<ThresholdPruner>(ThresholdOptions{options.value("lower", o.lower), options.value("upper", o.upper), options.value("n_warmup_steps", o.n_warmup_steps), options.value("interval_steps", o.interval_steps)});
  }
  PercentileOptions o;
  return std::make_unique<PercentilePruner>(PercentileOptions{name == "median" ? 50.0 : options.value("percentile", o.percentile), options.value("n_startup_trials", o.n_startup_trials),
                                                              options.value("n_warmup_steps", o.n_warmup_steps), options.value("interval_steps", o.interval_steps), options.value("n_min_trials", o.n_min_trials)});
}

}  // namespace docket::search
