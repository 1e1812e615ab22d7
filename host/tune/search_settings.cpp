#include "search_settings.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <docket/core/interrupt.hpp>
#include <docket/search/samplers/samplers.hpp>

#include "score_trials.hpp"

namespace docket::tune {
namespace {

/// Maps are read anew for each batch, and chosen together, its settings know nothing of each other's scores.
constexpr std::size_t batch_of_learners = 8;

/// A sampler's proposals, and the settings that they come to: a stepped range proposes some twice.
class Proposals {
 public:
  Proposals(const SettingSpace& space, const TuneRequest& request)
      : space_(search_space_of(space)), sampler_(search::make_sampler(request.sampler.empty() ? "random" : request.sampler, nlohmann::json::object())), seed_(request.seed) {}

  [[nodiscard]] std::size_t batch() const { return sampler_->learns() ? batch_of_learners : ~std::size_t{0}; }
  [[nodiscard]] std::size_t count() const { return told_.size(); }

  /// The new settings among the next `count` proposals.
  [[nodiscard]] std::vector<Setting> next(std::size_t count) {
    std::vector<Setting> fresh;
    for (std::size_t i = 0; i < count; ++i) {
      const int number = static_cast<int>(told_.size());
      search::Trial trial{number, search::TrialState::running, sampler_->propose(space_, search::Goal::maximize, told_, number, seed_), {}, {}};
      const Setting setting = setting_of(space_, trial.parameters);
      names_.push_back(setting.dump());
      if (const auto known = scores_.find(names_.back()); known == scores_.end()) {
        scores_[names_.back()] = std::nullopt;
        fresh.push_back(setting);
      }
      told_.push_back(std::move(trial));
      settle(told_.size() - 1);
    }
    return fresh;
  }

  void tell(const Setting& setting, double score) { scores_[setting.dump()] = score; }
  void settle_all() {
    for (std::size_t i = 0; i < told_.size(); ++i) settle(i);
  }

 private:
  void settle(std::size_t i) {
    const std::optional<double> score = scores_.at(names_[i]);
    if (!score) return;
    told_[i].state = search::TrialState::complete;
    told_[i].value = score;
  }

  search::SearchSpace space_;
  std::unique_ptr<search::Sampler> sampler_;
  std::uint64_t seed_;
  std::vector<search::Trial> told_;
  std::vector<std::string> names_;                       // of each trial's setting
  std::map<std::string, std::optional<double>> scores_;  // of a setting; none while it is in the batch
};

}  // namespace

std::vector<Trial> search_settings(std::span<const TuneSet> sets, const SettingSpace& space, const TuneRequest& request) {
  std::vector<Setting> settings{Setting::object()};
  if (request.sampler.empty() && (!space.points.empty() || space.is_grid())) {
    for (Setting& setting : settings_of(space)) settings.push_back(std::move(setting));
    return score_stored(sets, settings);
  }
  Proposals proposals(space, request);
  std::vector<Trial> trials;
  while (proposals.count() < request.draws && !interrupted()) {
    for (Setting& setting : proposals.next(std::min(proposals.batch(), request.draws - proposals.count()))) settings.push_back(std::move(setting));
    std::vector<Trial> scored = score_stored(sets, settings);
    settings.clear();
    if (interrupted()) break;
    for (Trial& trial : scored) {
      if (!trial.setting.empty()) proposals.tell(trial.setting, hmean_of(trial, request.metric));
      trials.push_back(std::move(trial));
    }
    proposals.settle_all();
  }
  return trials;
}

}  // namespace docket::tune
