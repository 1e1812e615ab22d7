#include "ensemble.hpp"

#include <glob.h>

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
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/core/machine.hpp>
#include <docket/data/dataset.hpp>
#include <docket/data/natural_order.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/stages/ensembler.hpp>

#include "../ensemble/gain.hpp"
#include "../ensemble/members.hpp"
#include "../ensemble/merge.hpp"
#include "../predict/results.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

namespace fs = std::filesystem;

bool is_ensemble_file(const std::string& word) { return fs::path(word).extension() == ".toml"; }

/// --use and the overrides as words of the section [ensemble].
std::vector<std::string> section_words(const CommandLine& line) {
  std::vector<std::string> words;
  if (line.has("use")) words.push_back("ensemble.use=" + line.text("use"));
  for (const std::string& word : line.overrides()) {
    words.push_back(word.substr(0, word.find('=')).find('.') == std::string::npos ? "ensemble." + word : word);
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

/// The files that one entry of `members` names, patterns in natural order.
std::vector<std::string> member_files(const fs::path& folder, const std::string& name, const Origin& origin) {
  const std::string path = (folder / name).lexically_normal().string();
  if (name.find_first_of("*?[") == std::string::npos || fs::exists(path)) return {path};
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(path.c_str(), GLOB_NOSORT, nullptr, &found) == 0) files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (files.empty()) throw Error(ErrorKind::data, origin.where(), "no file matches '" + path + "'");
  std::sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) { return natural_less(a, b); });
  return files;
}

std::vector<std::string> member_list(const CommandLine& line, const ConfigDocument& config) {
  std::vector<std::string> files;
  if (const ConfigNode* node = config.root().child("members")) {
    if (!node->value.is_array() || !std::all_of(node->value.begin(), node->value.end(), [](const auto& name) { return name.is_string(); })) {
      throw Error(ErrorKind::config, node->origin.where(), "'members' must be a list of prediction files");
    }
    const fs::path folder = node->origin.from_command_line() ? fs::path() : fs::path(node->origin.file).parent_path();
    for (const auto& name : node->value) {
      for (std::string& file : member_files(folder, name.get<std::string>(), node->origin)) files.push_back(std::move(file));
    }
  } else {
    for (const std::string& word : line.words()) {
      if (is_ensemble_file(word)) throw Error(ErrorKind::config, word, "lists no 'members'");
      for (std::string& file : member_files("", word, {"command line: " + word})) files.push_back(std::move(file));
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
  ClevalOptions cleval;
  cleval.profile = cleval_profile(line.text("profile", "receipt"), "--profile");
  BootstrapOptions bootstrap;
  bootstrap.resamples = static_cast<std::size_t>(line.integer("resamples", 1000, 0, 1'000'000));
  bootstrap.seed = static_cast<std::uint64_t>(line.integer("seed", 0, 0, 1'000'000'000));
  auto threads = static_cast<int>(line.integer("threads", 0, 0, 1024));
  if (threads == 0) threads = usable_cores();
  const bool quiet = line.has("quiet");

  const ConfigDocument config = read_ensemble(line);
  const auto inform = [&](const std::string& remark) {
    if (!quiet) log_info(remark);
  };
  for (const std::string& remark : config.remarks()) inform(remark);
  const std::vector<std::string> files = member_list(line, config);
  const Catalog catalog = scan_plugins(line);
  const std::unique_ptr<Ensembler> ensembler = create_stage<Ensembler>(config, catalog, "ensemble");
  std::optional<Dataset> truth;
  if (line.has("truth")) {
    truth = read_annotations(line.text("truth"));
    warn_of(truth->problems, line.text("truth"));
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
  if (truth) {
    const EnsembleGain gain = measure_gain(*truth, members, merged, cleval, bootstrap, threads);
    std::cout << gain_text(gain, members, quiet);
  }
  return 0;
}

}  // namespace docket
