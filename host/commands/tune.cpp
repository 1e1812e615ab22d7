#include "tune.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/duration_text.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/core/output_folder.hpp>
#include <docket/training/process.hpp>

#include "../tune/score_trials.hpp"
#include "../tune/search_settings.hpp"
#include "../tune/tune_report.hpp"
#include "../tune/tune_request.hpp"
#include "../tune/tune_sets.hpp"
#include "../tune/words.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

using tune::Trial;
using tune::TuneRequest;
using tune::TuneSet;

/// The pipeline's own setting, then the `top` best others.
std::vector<Setting> best_settings(const std::vector<Trial>& trials, const TuneRequest& request) {
  std::vector<Setting> best{trials[0].setting};
  for (const std::size_t t : tune::ranking(trials, request.metric)) {
    if (t != 0 && best.size() <= request.top) best.push_back(trials[t].setting);
  }
  return best;
}

std::vector<std::string> names_of(std::span<const TuneSet> sets) {
  std::vector<std::string> names;
  for (const TuneSet& set : sets) names.push_back(set.name);
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// What the winner gains over the pipeline's own setting on each set.
void tell_gains(const std::vector<std::string>& sets, const Trial& winner, const Trial& own, const TuneRequest& request) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    std::cout << sets[i] << ": " << request.measure() << " " << tune::gain(winner.results[i], own.results[i], request.metric, {.seed = request.seed}) << "\n";
  }
}

void write_results(const TuneRequest& request, const std::vector<Trial>& trials, const std::vector<std::string>& sets, const Trial& winner, const Trial& own,
                   const nlohmann::json& report) {
  std::filesystem::create_directories(request.out);
  write_file_atomically(request.out / "settings.csv", tune::csv(trials, sets));
  write_file_atomically(request.out / "tune.json", report.dump(2) + "\n");
  char comment[200];
  std::snprintf(comment, sizeof comment, "docket tune: best of %zu settings on %s, %s %.4f (before: %.4f)", trials.size() - 1, joined(sets).c_str(),
                request.measure(), tune::hmean_of(winner, request.metric), tune::hmean_of(own, request.metric));
  write_file_atomically(request.out / "best.toml", tune::toml(winner.setting, comment));
  std::cout << "written: " << (request.out / "settings.csv").string() << ", tune.json, best.toml (for a pipeline's extends)\n";
}

int told_interrupted() {
  log_info("interrupted; nothing is written but the maps that were made, which the next docket tune of this network takes up");
  return interrupted_exit_code;
}

}  // namespace

int run_tune(const CommandLine& line) {
  const TuneRequest request = tune::read_request(line);
  expect_folder_or_nothing(request.out, "--out");
  const tune::Words words = tune::sorted_words(line);
  watch_interrupts();
  set_up_process(0);
  const Catalog catalog = scan_plugins(line);
  const std::string plugin = tune::postprocessor_of(request, words.pipeline);
  const SettingSpace space = tune::read_space(line, words.space, request, catalog.find("postprocessor", plugin));
  const std::vector<TuneSet> loaded = tune::load_sets(request, words.pipeline, line, catalog);
  const std::span<const TuneSet> sets = std::span(loaded).first(loaded.size() - (request.check.empty() ? 0 : 1));
  const std::vector<std::string> names = names_of(sets);

  const auto start = std::chrono::steady_clock::now();
  const std::vector<Trial> trials = tune::search_settings(sets, space, request);
  if (interrupted()) return told_interrupted();
  std::size_t pictures = 0;
  for (const TuneSet& set : sets) pictures += set.data.pictures->count();
  log_info(counted(trials.size() - 1, "setting") + " scored on " + counted(pictures, "image") + " in " +
           duration_text(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()) + "; now the best on maps in full precision");
  const std::vector<Trial> best = tune::score_exactly(sets, best_settings(trials, request));
  if (interrupted()) return told_interrupted();
  const std::vector<std::size_t> order = tune::ranking(best, request.metric);
  const Trial &winner = best[order[0]], &own = best[0];
  std::cout << counted(trials.size() - 1, "setting") << " on " << counted(pictures, "image") << " of " << joined(names) << "; the best, on maps in full precision:\n"
            << tune::table(best, order, best.size(), request.metric);
  tell_gains(names, winner, own, request);
  if (winner.setting.empty()) std::cout << "nothing tried is better than the pipeline's own setting\n";
  nlohmann::json report{{"pipeline", request.target}, {"sets", names},        {"metric", request.measure()},   {"settings", tune::json(trials, names)},
                        {"best", tune::json(best, names)}, {"winner", winner.setting}};
  if (request.check.empty()) {
    log_warning("the winner was chosen on these very pictures: expect less elsewhere" +
                std::string(names.size() == 1 && !request.of_folds() ? "; --check " + std::string(names[0] == "val" ? "train" : "val") + " says how much" : ""));
  } else {
    const std::vector<Trial> pair = tune::score_exactly(std::span(loaded).last(1), {winner.setting, own.setting});
    if (interrupted()) return told_interrupted();
    tell_gains({request.check}, pair[0], pair[1], request);
    report["check"] = {{"split", request.check}, {"scores", tune::json(pair, {request.check})}};
  }
  write_results(request, trials, names, winner, own, report);
  return 0;
}

}  // namespace docket
