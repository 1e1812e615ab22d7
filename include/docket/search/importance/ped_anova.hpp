/// How much each parameter has to do with being among the best: PED-ANOVA. Watanabe et al. 2023, "PED-ANOVA: Efficiently Quantifying
/// Hyperparameter Importance in Arbitrary Subspaces", as Optuna computes it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <docket/search/samplers/parzen.hpp>
#include <docket/search/search_space.hpp>
#include <docket/search/trial.hpp>

namespace docket::search {

namespace detail {

/// A parameter's values on a grid of at most 50 cells.
struct ImportanceGrid {
  std::size_t cells = 0;
  double low = 0, spacing = 1;
  bool log = false, choices = false;

  [[nodiscard]] std::size_t cell(double value) const {
    if (choices) return static_cast<std::size_t>(value);
    const double place = std::ceil(((log ? std::log(value) : value) - low) / spacing - 0.5);
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(cells - 1)));
  }
};

inline ImportanceGrid importance_grid(const ParameterRange& range) {
  constexpr std::size_t most = 50;
  if (const auto* choices = std::get_if<Choices>(&range)) return {choices->values.size(), 0, 1, false, true};
  const auto* whole = std::get_if<IntRange>(&range);
  const double low = whole != nullptr ? static_cast<double>(whole->low) : std::get<FloatRange>(range).low;
  const double high = whole != nullptr ? static_cast<double>(whole->high) : std::get<FloatRange>(range).high;
  const double step = whole != nullptr ? static_cast<double>(whole->step) : std::get<FloatRange>(range).step.value_or(0);
  const bool log = whole != nullptr ? whole->log : std::get<FloatRange>(range).log;
  const std::size_t cells = step > 0 ? std::min(static_cast<std::size_t>(std::lround((high - low) / step)) + 1, most) : most;
  const double begin = log ? std::log(low) : low, end = log ? std::log(high) : high;
  return {cells, begin, cells > 1 && end > begin ? (end - begin) / static_cast<double>(cells - 1) : 1, log, false};
}

/// The width of the kernels: Scott's rule on the counts, at least half a cell over 1.64.
inline double importance_sigma(const std::vector<double>& counts, double sum) {
  double mean = 0, squares = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) mean += counts[c] * static_cast<double>(c) / sum;
  for (std::size_t c = 0; c < counts.size(); ++c) squares += counts[c] * std::pow(static_cast<double>(c) - mean, 2);
  const double deviation = std::sqrt(squares / std::max(1.0, sum - 1));
  std::vector<std::size_t> places;
  std::vector<double> cumulated;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) continue;
    places.push_back(c);
    cumulated.push_back((cumulated.empty() ? 0 : cumulated.back()) + counts[c]);
  }
  const auto at_least = std::ranges::lower_bound(cumulated, std::floor(sum / 4)) - cumulated.begin();
  const auto above = std::min<std::ptrdiff_t>(std::ranges::upper_bound(cumulated, std::floor(sum * 3 / 4)) - cumulated.begin(), static_cast<std::ptrdiff_t>(places.size()) - 1);
  const double quartiles = static_cast<double>(places[static_cast<std::size_t>(above)]) - static_cast<double>(places[static_cast<std::size_t>(at_least)]);
  return std::max(1.059 * std::min(quartiles / 1.34, deviation) * std::pow(sum, -0.2), 0.5 / 1.64);
}

/// The density of the values over the grid's cells; sums to 1.
inline std::vector<double> importance_density(const ImportanceGrid& grid, std::span<const double> values) {
  std::vector<double> counts(grid.cells), density(grid.cells);
  for (const double value : values) counts[grid.cell(value)] += 1;
  const auto sum = static_cast<double>(values.size());
  const auto cells = static_cast<double>(grid.cells);
  if (grid.choices) {
    const auto occupied = static_cast<double>(std::ranges::count_if(counts, [](double count) { return count > 0; }));
    const double everywhere = 1 / (occupied + 1), row = cells * everywhere + 1;
    for (std::size_t c = 0; c < grid.cells; ++c) {
      for (std::size_t k = 0; k < grid.cells; ++k) density[c] += counts[k] / (sum + 1) * (everywhere + (k == c ? 1 : 0)) / row;
      density[c] += 1 / (sum + 1) / cells;
    }
    return density;
  }
  const auto add = [&](double weight, double mu, double sigma) {
    const double whole = normal_cdf((cells - 0.5 - mu) / sigma) - normal_cdf((-0.5 - mu) / sigma);
    for (std::size_t c = 0; c < grid.cells; ++c) {
      const double x = static_cast<double>(c);
      density[c] += weight * std::exp(log_normal_mass((x - 0.5 - mu) / sigma, (x + 0.5 - mu) / sigma)) / whole;
    }
  };
  const double sigma = importance_sigma(counts, sum);
  for (std::size_t k = 0; k < grid.cells; ++k) {
    if (counts[k] > 0) add(counts[k] / (sum + 1), static_cast<double>(k), sigma);
  }
  add(1 / (sum + 1), (cells - 1) / 2, cells);
  return density;
}

}  // namespace detail

/// Parameter -> importance; all sum to 1. Of the complete trials, the `share` best are held against all. Parameters that not every complete trial has
/// (conditional ones) are left out. Empty for fewer than two complete trials.
[[nodiscard]] inline std::map<std::string, double> ped_anova(const SearchSpace& space, Goal goal, std::span<const Trial> trials, double share = 0.1) {
  std::vector<std::pair<double, const Trial*>> complete;
  for (const Trial& trial : trials) {
    if (trial.state == TrialState::complete && trial.value && std::isfinite(*trial.value)) complete.emplace_back(goal == Goal::maximize ? -*trial.value : *trial.value, &trial);
  }
  if (complete.size() < 2) return {};
  std::vector<double> losses;
  for (const auto& [loss, trial] : complete) losses.push_back(loss);
  std::ranges::sort(losses);
  const double cut = losses[static_cast<std::size_t>(std::ceil(share * static_cast<double>(losses.size()))) - 1];
  const auto top = static_cast<double>(std::ranges::count_if(losses, [&](double loss) { return loss <= cut; }));
  const double part = top / static_cast<double>(losses.size());
  std::map<std::string, double> importances;
  double sum = 0;
  for (const Parameter& parameter : space.parameters) {
    std::vector<double> all, best;
    for (const auto& [loss, trial] : complete) {
      const auto found = trial->parameters.find(parameter.name);
      if (found == trial->parameters.end()) continue;
      all.push_back(found->second);
      if (loss <= cut) best.push_back(found->second);
    }
    if (all.size() != complete.size()) continue;
    const detail::ImportanceGrid grid = detail::importance_grid(parameter.range);
    const std::vector<double> p_all = detail::importance_density(grid, all), p_top = detail::importance_density(grid, best);
    double raw = 0;
    for (std::size_t c = 0; c < grid.cells; ++c) {
      const double everywhere = p_all[c] + 1e-12;
      raw += everywhere * std::pow((p_top[c] + 1e-12) / everywhere - 1, 2);
    }
    sum += importances[parameter.name] = raw * part * part;
  }
  for (auto& [name, importance] : importances) importance = sum > 0 ? importance / sum : 1 / static_cast<double>(importances.size());
  return importances;
}

}  // namespace docket::search
