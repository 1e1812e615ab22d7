/// The samplers by name, as [sampler] use = "tpe" of a search file chooses them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/option_table.hpp>
#include <docket/config/options.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/cmaes_sampler.hpp>
#include <docket/search/samplers/gp.hpp>
#include <docket/search/samplers/grid.hpp>
#include <docket/search/samplers/random.hpp>
#include <docket/search/samplers/sobol.hpp>
#include <docket/search/samplers/tpe.hpp>

namespace docket::search {

inline constexpr auto tpe_schema = options<TpeOptions>(
    option("n_startup_trials", &TpeOptions::n_startup_trials, {1, 100'000}, "trials that end, drawn at random, before the estimator chooses"),
    option("n_ei_candidates", &TpeOptions::n_ei_candidates, {1, 100'000}, "candidates of which the most promising is tried"));

inline constexpr auto gp_schema = options<GpOptions>(option("n_startup_trials", &GpOptions::n_startup_trials, {1, 100'000}, "trials that end, drawn at random, before the process chooses"));

inline constexpr auto cmaes_schema = options<CmaesOptions>(option("sigma0", &CmaesOptions::sigma0, {0.001, 1}, "deviation of the first draws around the middle, of each range"));

[[nodiscard]] inline std::vector<std::string> sampler_names() { return {"tpe", "gp", "cmaes", "random", "grid", "sobol"}; }

namespace detail {

inline void expect_sampler(const std::string& name) {
  const std::vector<std::string> known = sampler_names();
  if (std::ranges::find(known, name) != known.end()) return;
  throw Error(ErrorKind::config, "sampler", "'" + name + "' is none; there are tpe, gp, cmaes, random, grid and sobol" + suggestion(name, known));
}

}  // namespace detail

/// The options that [sampler] may set beside `use`. Throws Error(config) for an unknown name.
[[nodiscard]] inline OptionTable sampler_options(const std::string& name) {
  detail::expect_sampler(name);
  if (name == "tpe") return option_table(tpe_schema);
  if (name == "gp") return option_table(gp_schema);
  return name == "cmaes" ? option_table(cmaes_schema) : OptionTable{};
}

/// options: checked against sampler_options(), defaults may be left out. Throws Error(config) for an unknown name.
[[nodiscard]] inline std::unique_ptr<Sampler> make_sampler(const std::string& name, const nlohmann::json& options) {
  detail::expect_sampler(name);
  if (name == "random") return std::make_unique<RandomSampler>();
  if (name == "grid") return std::make_unique<GridSampler>();
  if (name == "sobol") return std::make_unique<SobolSampler>();
  if (name == "gp") return std::make_unique<GpSampler>(GpOptions{options.value("n_startup_trials", GpOptions{}.n_startup_trials)});
  if (name == "cmaes") return std::make_unique<CmaesSampler>(CmaesOptions{options.value("sigma0", CmaesOptions{}.sigma0)});
  TpeOptions tpe;
  tpe.n_startup_trials = options.value("n_startup_trials", tpe.n_startup_trials);
  tpe.n_ei_candidates = options.value("n_ei_candidates", tpe.n_ei_candidates);
  return std::make_unique<TpeSampler>(tpe);
}

}  // namespace docket::search
