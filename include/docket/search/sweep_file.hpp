/// The search file of `docket sweep`: which pipeline, what is searched, how, and when it is enough.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <docket/config/config_document.hpp>
#include <docket/search/sweep_file/read_space.hpp>
#include <docket/search/trial.hpp>

namespace docket::search {

/// A sampler or pruner and its options as given; defaults are left out.
struct SearchPart {
  std::string name;
  nlohmann::json options = nlohmann::json::object();
};

struct SweepFile {
  std::filesystem::path pipeline;      // found from the folder of the search file
  std::vector<std::string> overrides;  // key=value words for the pipeline: [fixed], single values of [space], then the command line's
  std::string metric = "val/hmean";
  Goal goal = Goal::maximize;
  std::int64_t seed = 0;
  SearchSpace space;
  SearchPart sampler{"tpe"}, pruner{"none"};
  std::optional<int> trials;      // the budget: no more are begun
  std::optional<double> hours;
  std::optional<double> target;   // the stop rule: a trial as good as this
  std::optional<int> patience;    // trials in a row without a better one
};

/// What a search file is checked against. Name -> options; an empty map or list leaves its part unchecked.
struct SweepNames {
  DeclaredOptions options;
  std::map<std::string, OptionTable> samplers, pruners;
  std::vector<std::string> metrics;  // one that ends in '*' stands for all that begin so
};

namespace detail {

struct SweepTop {
  std::string pipeline, metric = "val/hmean", goal = "maximize";
  std::int64_t seed = 0;
};
inline constexpr auto sweep_top_schema = options<SweepTop>(
    option("pipeline", &SweepTop::pipeline, "the pipeline every trial trains, relative to the search file"),
    option("metric", &SweepTop::metric, "what a trial is judged by: a metric that the training writes once an epoch"),
    option("goal", &SweepTop::goal, {"maximize", "minimize"}, "which way the metric is better"),
    option("seed", &SweepTop::seed, {0, 9e15}, "of the sampler"));

struct SweepBudget {
  int trials = 1;
  double hours = 1;
};
inline constexpr auto sweep_budget_schema = options<SweepBudget>(option("trials", &SweepBudget::trials, {1, 1e6}, "no more trials are begun"),
                                                                 option("hours", &SweepBudget::hours, {1e-3, 1e6}, "none is begun so long after the first"));

struct SweepStop {
  double target = 0;
  int patience = 1;
};
inline constexpr auto sweep_stop_schema = options<SweepStop>(option("target", &SweepStop::target, {}, "none is begun once a trial is as good as this"),
                                                             option("patience", &SweepStop::patience, {1, 1e6}, "none is begun after so many in a row without a better one"));

inline constexpr std::array<std::string_view, 10> sweep_keys = {"pipeline", "metric", "goal", "seed", "fixed", "space", "sampler", "pruner", "budget", "stop"};

/// Whether a key=value word is about the search file, and not about the pipeline.
[[nodiscard]] inline bool is_about_sweep(const std::string& word) {
  const std::string first = word.substr(0, word.find_first_of(".="));
  return std::ranges::find(sweep_keys, first) != sweep_keys.end();
}

[[nodiscard]] inline SearchPart read_part(const ConfigDocument& file, const std::string& section, const std::string& fallback, const std::map<std::string, OptionTable>& known) {
  SearchPart part{file.text(section + ".use", fallback)};
  if (known.empty()) {
    const ConfigNode* table = file.root().child(section);
    for (const auto& [name, node] : table != nullptr ? table->in_order() : std::vector<std::pair<std::string_view, const ConfigNode*>>{}) {
      if (name != "use") part.options[std::string(name)] = node->value;
    }
    return part;
  }
  const auto found = known.find(part.name);
  if (found == known.end()) {
    std::vector<std::string> names;
    for (const auto& [name, table] : known) names.push_back(name);
    throw Error(ErrorKind::config, file.origin(section + ".use").where(), "there is no " + section + " " + shown_name(part.name) + suggestion(part.name, names));
  }
  static constexpr std::array<std::string_view, 1> use = {"use"};
  part.options = file.read(section, found->second, use);
  return part;
}

/// A name that no training writes would be noticed when the first trial has been trained. reference-system.md, 6.5.
inline void expect_metric(const std::string& metric, const std::vector<std::string>& known, const std::string& where) {
  for (const std::string& name : known) {
    if (metric == name || (name.ends_with('*') && metric.starts_with(name.substr(0, name.size() - 1)))) return;
  }
  if (!known.empty()) throw Error(ErrorKind::config, where, "no training writes a metric " + shown_name(metric) + " once an epoch" + suggestion(metric, known));
}

template <class T>
void take(const nlohmann::json& values, const char* key, std::optional<T>& into) {
  if (values.contains(key)) into = values[key].get<T>();
}

}  // namespace detail

/// Reads and checks `file`. `words` are the command line's key=value: those that begin with a key of the search file (`budget.trials=5`)
/// are laid over it, all others are for the pipeline. Throws Error(config) at file:line:column for whatever is unknown, of a wrong type,
/// or outside what the pipeline's option declares.
[[nodiscard]] inline SweepFile read_sweep_file(const std::filesystem::path& file, std::span<const std::string> words, const SweepNames& names) {
  std::vector<std::string> own, others;
  for (const std::string& word : words) (detail::is_about_sweep(word) ? own : others).push_back(word);
  const ConfigDocument document = ConfigDocument::load(file, own);
  document.expect_sections(detail::sweep_keys);
  SweepFile sweep;
  static constexpr std::array<std::string_view, 6> sections = {"fixed", "space", "sampler", "pruner", "budget", "stop"};
  const auto top = parse_options(detail::sweep_top_schema, docket::detail::check_section("", document.root(), option_table(detail::sweep_top_schema), sections));
  if (top.pipeline.empty()) throw Error(ErrorKind::config, file.string(), "names no pipeline; add pipeline = \"FILE.toml\"");
  const bool typed = document.origin("pipeline").from_command_line();
  sweep.pipeline = typed ? std::filesystem::path(top.pipeline) : (file.parent_path() / top.pipeline).lexically_normal();
  if (!std::filesystem::exists(sweep.pipeline)) {
    throw Error(ErrorKind::config, document.origin("pipeline").where(), "'pipeline' is " + shown_value(top.pipeline) + ", but there is no file " + sweep.pipeline.string());
  }
  sweep.metric = top.metric;
  detail::expect_metric(top.metric, names.metrics, document.origin("metric").where());
  sweep.goal = top.goal == "maximize" ? Goal::maximize : Goal::minimize;
  sweep.seed = top.seed;

  // The pipeline as every trial sees it tells which plugins, and so which options, there are.
  const ConfigDocument pipeline = ConfigDocument::load(sweep.pipeline, others);
  const auto entries = [&](const char* section) {
    std::vector<detail::FlatEntry> flat;
    const ConfigNode* table = document.root().child(section);
    if (table != nullptr && !table->is_table) throw Error(ErrorKind::config, table->origin.where(), shown_name(section) + " must be a table");
    if (table != nullptr) detail::flatten(*table, "", flat);
    return flat;
  };
  for (const detail::FlatEntry& entry : entries("fixed")) {
    const OptionInfo option = find_option(names.options, pipeline, entry.key, entry.node->key_origin);
    sweep.overrides.push_back(entry.key + '=' + toml_value(docket::detail::check_value(option, *entry.node)));
  }
  for (const detail::FlatEntry& entry : entries("space")) {
    const OptionInfo option = find_option(names.options, pipeline, entry.key, entry.node->key_origin);
    for (const Parameter& other : sweep.space.parameters) {
      if (other.name == entry.key) throw Error(ErrorKind::config, entry.node->key_origin.where(), shown_name(entry.key) + " stands in [space] twice");
    }
    detail::read_parameter(option, entry, sweep.space, sweep.overrides);
    for (const std::string& word : others) {
      if (!entry.node->origin.from_command_line() && word.starts_with(entry.key + '=')) throw Error(ErrorKind::config, "command line: " + word, "fixes what [space] searches (" + entry.node->origin.where() + ")");
    }
  }
  if (sweep.space.parameters.empty()) throw Error(ErrorKind::config, document.origin("space").where(), "[space] searches nothing; add a range, as \"optimizer.lr\" = { low = 1e-4, high = 1e-3, log = true }");
  sweep.overrides.insert(sweep.overrides.end(), others.begin(), others.end());

  sweep.sampler = detail::read_part(document, "sampler", "tpe", names.samplers);
  sweep.pruner = detail::read_part(document, "pruner", "none", names.pruners);
  const nlohmann::json budget = document.read("budget", option_table(detail::sweep_budget_schema)), stop = document.read("stop", option_table(detail::sweep_stop_schema));
  detail::take(budget, "trials", sweep.trials);
  detail::take(budget, "hours", sweep.hours);
  detail::take(stop, "target", sweep.target);
  detail::take(stop, "patience", sweep.patience);
  return sweep;
}

}  // namespace docket::search
