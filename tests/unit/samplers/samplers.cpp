/// What the samplers of docket sweep propose.
#include <docket/search/samplers/samplers.hpp>

#include <cmath>
#include <functional>
#include <set>

#include <doctest/doctest.h>

namespace docket::search {
namespace {

const SearchSpace mixed{{{"lr", FloatRange{1e-4, 1e-2, true, {}}, {}},
                         {"thresh", FloatRange{0.1, 0.45, false, 0.1}, {}},
                         {"epochs", IntRange{10, 20, 5, false}, {}},
                         {"kind", Choices{{"a", "b"}}, {}},
                         {"extra", IntRange{1, 8, 1, true}, Condition{"kind", {1}}}}};

/// Runs a study to its end, one trial after the other; returns its best value.
double best_of(const Sampler& sampler, const SearchSpace& space, int count, std::uint64_t seed, const std::function<double(const Assignment&)>& measure) {
  std::vector<Trial> trials;
  double best = 1e300;
  for (int n = 0; n < count; ++n) {
    Trial trial{n, TrialState::complete, sampler.propose(space, Goal::minimize, trials, n, seed), {}, {}};
    trial.value = measure(trial.parameters);
    best = std::min(best, *trial.value);
    trials.push_back(std::move(trial));
  }
  return best;
}

}  // namespace

TEST_CASE("proposals lie in their ranges, on their steps, and only where their condition holds") {
  for (const char* name : {"random", "tpe", "gp", "cmaes", "sobol"}) {
    CAPTURE(name);
    const auto sampler = make_sampler(name, nlohmann::json::object());
    std::vector<Trial> trials;
    std::set<double> thresh, epochs;
    for (int n = 0; n < 60; ++n) {
      const Assignment a = sampler->propose(mixed, Goal::maximize, trials, n, 3);
      CHECK(a == sampler->propose(mixed, Goal::maximize, trials, n, 3));
      CHECK(a.at("lr") >= 1e-4);
      CHECK(a.at("lr") <= 1e-2);
      CHECK(a.contains("extra") == (a.at("kind") == 1));
      if (a.contains("extra")) CHECK(a.at("extra") == std::round(a.at("extra")));
      thresh.insert(std::round(a.at("thresh") * 1e6) / 1e6);
      epochs.insert(a.at("epochs"));
      trials.push_back({n, TrialState::complete, a, std::log(a.at("lr")), {}});
    }
    CHECK(thresh.size() <= 4);
    CHECK(*thresh.begin() >= 0.1);
    CHECK(*thresh.rbegin() <= 0.4);
    for (const double epoch : epochs) CHECK((epoch == 10 || epoch == 15 || epoch == 20));
  }
}

TEST_CASE("a grid has every combination once, and none of a parameter whose condition does not hold") {
  SearchSpace space = mixed;
  space.parameters.erase(space.parameters.begin());
  const GridSampler grid;
  CHECK(grid.trial_count(space) == 4 * 3 * (1 + 8));
  std::set<Assignment> seen;
  for (int n = 0; n < 108; ++n) seen.insert(grid.propose(space, Goal::minimize, {}, n, 0));
  CHECK(seen.size() == 108);
  CHECK_THROWS_AS((void)grid.trial_count(mixed), Error);
}

TEST_CASE("Sobol points fill every sixteenth of a square, where sixteen random ones do not") {
  const SearchSpace square{{{"x", FloatRange{0, 1, false, {}}, {}}, {"y", FloatRange{0, 1, false, {}}, {}}}};
  const auto cells = [&](const Sampler& sampler) {
    std::set<int> filled;
    for (int n = 0; n < 64; ++n) {
      const Assignment a = sampler.propose(square, Goal::minimize, {}, n, 7);
      filled.insert(static_cast<int>(a.at("x") * 8) * 8 + static_cast<int>(a.at("y") * 8));
    }
    return filled.size();
  };
  CHECK(cells(SobolSampler()) > 50);
  CHECK(cells(RandomSampler()) < 50);
}

TEST_CASE("tpe finds a lower value than random draws do, with as many trials") {
  const SearchSpace space{{{"x", FloatRange{-5, 5, false, {}}, {}}, {"y", FloatRange{1e-4, 1, true, {}}, {}}, {"k", Choices{{"a", "b", "c", "d"}}, {}}}};
  const auto measure = [](const Assignment& a) {
    return (a.at("x") - 2) * (a.at("x") - 2) + std::pow(std::log10(a.at("y")) + 2, 2) + (a.at("k") == 2 ? 0.0 : 1.0);
  };
  double tpe = 0, random = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    tpe += best_of(TpeSampler(), space, 60, seed, measure);
    random += best_of(RandomSampler(), space, 60, seed, measure);
  }
  CAPTURE(tpe);
  CAPTURE(random);
  CHECK(tpe < random / 2);
}

TEST_CASE("cmaes finds the lowest place of a turned valley, gp also the right choice, with as many trials as random draws") {
  const SearchSpace space{{{"x", FloatRange{-5, 5, false, {}}, {}}, {"y", FloatRange{1e-4, 1, true, {}}, {}}, {"k", Choices{{"a", "b", "c", "d"}}, {}}}};
  const auto valley = [](const Assignment& a) {
    const double x = (a.at("x") - 2) / 5, y = (std::log10(a.at("y")) + 2.5) / 2;
    return std::pow(x + y, 2) + 10 * std::pow(x - y, 2);
  };
  const auto with_choice = [&](const Assignment& a) { return valley(a) + (a.at("k") == 2 ? 0.0 : 1.0); };
  double cmaes = 0, random = 0, gp = 0, random_with_choice = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    cmaes += best_of(CmaesSampler(), space, 80, seed, valley);
    random += best_of(RandomSampler(), space, 80, seed, valley);
    gp += best_of(GpSampler(), space, 40, seed, with_choice);
    random_with_choice += best_of(RandomSampler(), space, 40, seed, with_choice);
  }
  CAPTURE(cmaes);
  CAPTURE(random);
  CAPTURE(gp);
  CAPTURE(random_with_choice);
  CHECK(cmaes < random / 5);
  CHECK(gp < random_with_choice / 5);
  const SearchSpace choices{{{"k", Choices{{"a", "b"}}, {}}}};
  CHECK_THROWS_AS((void)CmaesSampler().propose(choices, Goal::minimize, {}, 0, 0), Error);
}

TEST_CASE("tpe takes pruned trials for worse than complete ones, later ones first, and running ones for bad") {
  const std::vector<Trial> trials = {{0, TrialState::pruned, {}, {}, {{3, 0.9}}}, {1, TrialState::complete, {}, 0.5, {}}, {2, TrialState::pruned, {}, {}, {{5, 0.1}}},
                                     {3, TrialState::running, {}, {}, {{9, 0.99}}}, {4, TrialState::fail, {}, {}, {}}};
  const TpeSplit split = tpe_split(trials, Goal::maximize);
  CHECK(split.ended == 3);
  CHECK(split.below == std::vector<std::size_t>{1});
  CHECK(split.above == std::vector<std::size_t>{0, 2, 3});
}

TEST_CASE("an unknown sampler is told with the nearest name") {
  try {
    (void)make_sampler("tpr", {});
    FAIL("made");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("did you mean 'tpe'?") != std::string::npos);
  }
  CHECK(sampler_options("tpe").size() == 2);
}

}  // namespace docket::search
