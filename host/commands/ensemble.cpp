#include "ensemble.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <docket/config/config_document.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/core/machine.hpp>
#include <docket/core/output_folder.hpp>
#include <docket/data/dataset.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/pipeline/member_files.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/stages/ensembler.hpp>

#include "../ensemble/gain.hpp"
#include "../ensemble/members.hpp"
#include "../ensemble/merge.hpp"
#include "../ensemble/record.hpp"
#include "../predict/results.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

namespace fs = std::filesystem;

bool is_ensemble_file(const std::string& word) { return fs::path(word).extension() == ".toml"; }

/// --use and the overrides as words of the section [ensemble], but for `members`, which lies beside it.
std::vector<std::string> section_words(const CommandLine& line) {
  std::vector<std::string> words;
  if (line.has("use")) words.push_back("ensemble.use=" + line.text("use"));
  for (const std::string& word : line.overrides()) {
    const std::string key = word.substr(0, word.find('='));
    words.push_back(key.find('.') == std::string::npos && key != "members" ? "ensemble." + word : word);
  }
  return words;
}

ConfigDocument read_ensemble(const CommandLine& line) {
  const std::vector<std::string> overrides = section_words(line);
  const auto files = static_cast<std::size_t>(std::count_if(line.words().begin(), line.words().end(), is_ensemble_file));
  if (files > 0 && line.words().size() > 1) {
    throw Error(ErrorKind::config, "command line", "names a TOML file beside other members; its 'members' lists them all");
  }
  ConfigDocument config = files > 0 ? ConfigDocument::load(line.words().front(), overrides)
                                    : ConfigDocument::from_text("[ensemble]\nuse = \"vote\"\n", "docket ensemble", overrides);
  static constexpr std::string_view known[] = {"members", "ensemble"};
  config.expect_sections(known);
  return config;
}

std::vector<std::string> member_list(const CommandLine& line, const ConfigDocument& config) {
  std::vector<std::string> files;
  if (const ConfigNode* node = config.root().child("members")) {
    files = member_files(*node);
  } else {
    for (const std::string& word : line.words()) {
      if (is_ensemble_file(word)) throw Error(ErrorKind::config, word, "lists no 'members'");
      for (std::string& file : matching_files("", word, {"command line: " + word})) files.push_back(std::move(file));
    }
  }
  if (files.size() < 2) {
    throw Error(ErrorKind::config, "members", "an ensemble has at least 2, there " + std::string(files.empty() ? "is none" : "is 1: " + files.front()));
  }
  return files;
}

}  // namespace

int run_ensemble(const CommandLine& line) {
  if (line.words().empty()) throw Error(ErrorKind::config, "command line", "names no members (docket ensemble --help)");
  expect_folder_or_nothing(line.text("out", "out"), "--out");
  ClevalOptions cleval;
  cleval.profile = cleval_profile(line.text("profile", "receipt"), "--profile");
  BootstrapOptions bootstrap;
  bootstrap.resamples = static_cast<std::size_t>(line.integer("resamples", 1000, 0, 1'000'000));
  bootstrap.seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  auto threads = static_cast<int>(line.integer("threads", 0, 0, 1024));
  if (threads == 0) threads = thread_budget();
  const bool quiet = line.has("quiet");

  const ConfigDocument config = read_ensemble(line);
  const auto inform = [&](const std::string& remark) {
    if (!quiet) log_info(remark);
  };
  for (const std::string& remark : config.remarks()) inform(remark);
  const std::vector<std::string> files = member_list(line, config);
  const Catalog catalog = scan_plugins(line);
  if (config.text("ensemble.use", "") == "mean_map") {
    throw Error(ErrorKind::config, config.origin("ensemble.use").where(), "mean_map averages the maps of networks and not their words: list the networks as 'members' of a pipeline and predict with it (docs/ensemble.md)");
  }
  const std::unique_ptr<Ensembler> ensembler = create_stage<Ensembler>(config, catalog, "ensemble");
  std::optional<Dataset> truth;
  if (line.has("truth")) {
    truth = read_annotations(line.text("truth"));
    warn_of(truth->problems, line.text("truth"));
    if (truth->images.empty()) throw Error(ErrorKind::data, line.text("truth"), "names no image, so there is nothing to score");
  }

  const Members members = read_members(files, line.has("allow-missing"), threads);
  for (const std::string& remark : members.remarks) inform(remark);
  const auto start = std::chrono::steady_clock::now();
  const MergedImages merged = merge_members(members, *ensembler, threads);
  char took[64];
  std::snprintf(took, sizeof took, "merged in %.2f s", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  inform(took);
  PredictionResults results(line.text("out", "out"), line.has("scores"), Coordinates::exact);
  for (const MergedImage& image : merged.images) results.add(image.name, image.words);
  results.finish();
  if (!quiet) {
    std::cout << merged_text(merged, members, config.text("ensemble.use", "")) << results.json().string() << "\n" << results.csv().string() << "\n";
  }
  std::optional<EnsembleGain> gain;
  if (truth) {
    gain = measure_gain(*truth, members, merged, cleval, bootstrap, threads);
    std::cout << gain_text(*gain, members, quiet);
  }
  const nlohmann::json record = ensemble_record(config, members, merged, results, gain);
  write_file_atomically(fs::path(line.text("out", "out")) / "ensemble.json", record.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  return 0;
}

}  // namespace docket
