/// The campaign file of `docket run`: stages, what each needs, runs and measures, and on which measured values it runs at all.
#pragma once

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options/parsers.hpp>

#include <docket/campaign/gate.hpp>
#include <docket/campaign/placeholders.hpp>
#include <docket/config/config_document.hpp>

namespace docket::campaign {

/// A number that a stage leaves behind: FILE:/json/pointer, the file relative to the stage's folder.
struct Measure {
  std::string name, file, pointer;
};

struct Stage {
  std::string name;
  std::vector<std::vector<std::string>> commands;  // the words behind `docket`, with their placeholders
  std::vector<std::string> needs;                  // said, named by a placeholder, or by a gate; each once
  std::vector<std::string> said_needs;             // by the key `needs`
  std::vector<Gate> gates;                         // all must pass
  std::vector<Measure> measures;
  bool resumes = false;           // its commands go on with what an interrupted one left in its folder
  std::optional<double> minutes;  // how long it may take, where it was never measured
  Origin origin;
};

struct Campaign {
  std::filesystem::path file;
  std::filesystem::path out;                    // campaigns/<file's stem> unless told
  std::map<std::string, std::string> settings;  // {name} -> text
  std::vector<Stage> stages;                    // each behind all it needs, otherwise as written

  [[nodiscard]] const Stage* find(std::string_view name) const {
    const auto found = std::ranges::find(stages, name, &Stage::name);
    return found == stages.end() ? nullptr : &*found;
  }
};

namespace detail {

struct StageKeys {
  std::vector<std::string> run, needs, when;
  bool resumes = false;
  double minutes = 0;
};
inline constexpr auto stage_schema = options<StageKeys>(
    option("run", &StageKeys::run, "one docket command or a list of them, without the word docket; {out}, {here}, {setting} and {stage} are filled in"),
    option("needs", &StageKeys::needs, "stages that must be done before, beside those that run and when name"),
    option("when", &StageKeys::when, "conditions on measured values, \"STAGE.VALUE >= NUMBER\" or {setting}; the stage is skipped unless all hold"),
    option("resumes", &StageKeys::resumes, "its commands go on with what is in its folder; else an interrupted stage begins with an empty one"),
    option("minutes", &StageKeys::minutes, {0, 1e7}, "how long it may take, for the plan"));

inline constexpr std::array<std::string_view, 2> own_names = {"here", "out"};

[[nodiscard]] inline std::vector<Measure> read_measures(const ConfigNode& stage) {
  std::vector<Measure> measures;
  const ConfigNode* table = stage.child("values");
  if (table == nullptr) return measures;
  if (!table->is_table) throw Error(ErrorKind::config, table->origin.where(), "'values' must be a table of NAME = \"FILE:/json/pointer\"");
  for (const auto& [name, node] : table->in_order()) {
    const std::string text = node->as_text().value_or("");
    const std::size_t colon = text.find(":/");
    if (colon == std::string::npos || colon == 0) {
      throw Error(ErrorKind::config, node->origin.where(), shown_name(name) + " is " + (node->is_table ? "a table" : shown_value(node->value)) + ", must be \"FILE:/json/pointer\", as \"score.json:/cleval/mean/hmean\"");
    }
    measures.push_back({std::string(name), text.substr(0, colon), text.substr(colon + 1)});
    try {
      (void)nlohmann::json::json_pointer(measures.back().pointer);
    } catch (const nlohmann::json::exception&) {
      throw Error(ErrorKind::config, node->origin.where(), shown_name(name) + ": " + shown_value(measures.back().pointer) + " is no JSON pointer (RFC 6901)");
    }
  }
  return measures;
}

/// `settings` may stand in a gate.
[[nodiscard]] inline Stage read_stage(const std::string& name, const ConfigNode& node, const std::map<std::string, std::string>& settings) {
  static constexpr std::array<std::string_view, 1> also = {"values"};
  if (!node.is_table) throw Error(ErrorKind::config, node.origin.where(), shown_name(name) + " must be a table, [stages." + name + "]");
  const nlohmann::json given = docket::detail::check_section("stages." + name, node, option_table(stage_schema), also);
  const StageKeys keys = parse_options(stage_schema, given);
  Stage stage;
  stage.name = name;
  stage.origin = node.key_origin;
  if (keys.run.empty()) throw Error(ErrorKind::config, node.origin.where(), "stage " + shown_name(name) + " runs nothing; add run = \"train ...\"");
  for (const std::string& command : keys.run) {
    try {
      stage.commands.push_back(boost::program_options::split_unix(command, " \t\n"));
    } catch (const std::exception& problem) {
      throw Error(ErrorKind::config, node.child("run")->origin.where(), "stage " + shown_name(name) + ": " + shown_value(command) + " cannot be split into words: " + problem.what() + "; a backslash is written \\\\");
    }
  }
  for (const std::string& text : keys.when) {
    const auto setting = [&](const std::string& wanted) {
      const auto found = settings.find(wanted);
      return found != settings.end() ? found->second : "{" + wanted + "}";
    };
    stage.gates.push_back(parse_gate(filled(text, setting), node.child("when")->origin));
  }
  stage.measures = read_measures(node);
  stage.resumes = keys.resumes;
  if (given.contains("minutes")) stage.minutes = keys.minutes;
  stage.needs = stage.said_needs = keys.needs;
  return stage;
}

/// Adds what placeholders and gates need; whatever is unknown is an Error(config).
inline void resolve_needs(Stage& stage, const Campaign& campaign) {
  std::vector<std::string> stages, names(own_names.begin(), own_names.end());
  for (const Stage& other : campaign.stages) {
    if (other.name != stage.name) stages.push_back(other.name);
    names.push_back(other.name);
  }
  for (const auto& [name, text] : campaign.settings) names.push_back(name);
  const auto refuse = [&](const std::string& what) { return Error(ErrorKind::config, stage.origin.where(), "stage " + shown_name(stage.name) + ": " + what); };
  for (const std::string& need : stage.needs) {
    if (std::ranges::find(stages, need) == stages.end()) throw refuse("needs " + shown_name(need) + ", which is no other stage" + suggestion(need, stages));
  }
  for (const Gate& gate : stage.gates) {
    const Stage* judged = campaign.find(gate.stage);
    if (judged == nullptr || judged->name == stage.name) throw Error(ErrorKind::config, gate.origin.where(), shown_name(gate.stage) + " in 'when' is no other stage" + suggestion(gate.stage, stages));
    std::vector<std::string> values;
    for (const Measure& measure : judged->measures) values.push_back(measure.name);
    if (std::ranges::find(values, gate.value) == values.end()) {
      throw Error(ErrorKind::config, gate.origin.where(), "stage " + shown_name(gate.stage) + " has no " + shown_name(gate.value) + " among its values" + suggestion(gate.value, values));
    }
    stage.needs.push_back(gate.stage);
  }
  for (const auto& command : stage.commands) {
    for (const std::string& word : command) {
      for (const std::string& name : placeholders_in(word)) {
        if (std::ranges::find(names, name) == names.end()) throw refuse("{" + name + "} is no stage and no setting" + suggestion(name, names));
        if (std::ranges::find(stages, name) != stages.end()) stage.needs.push_back(name);
      }
    }
  }
  std::ranges::sort(stage.needs);
  stage.needs.erase(std::unique(stage.needs.begin(), stage.needs.end()), stage.needs.end());
}

/// Stages in their written order, each moved behind what it needs. Throws Error(config) where some need each other.
[[nodiscard]] inline std::vector<Stage> in_order_of_needs(std::vector<Stage> stages) {
  std::vector<Stage> sorted;
  const auto ready = [&](const Stage& stage) {
    return std::ranges::all_of(stage.needs, [&](const std::string& need) { return std::ranges::find(sorted, need, &Stage::name) != sorted.end(); });
  };
  while (!stages.empty()) {
    const auto next = std::ranges::find_if(stages, ready);
    if (next == stages.end()) {
      std::string names;
      for (const Stage& stage : stages) names += (names.empty() ? "" : ", ") + stage.name;
      throw Error(ErrorKind::config, stages.front().origin.where(), "these stages wait for each other: " + names);
    }
    sorted.push_back(std::move(*next));
    stages.erase(next);
  }
  return sorted;
}

}  // namespace detail

/// Reads and checks `file`; `words` are the command line's key=value, laid over it. A setting may be named without its section:
/// count=8 is settings.count=8. Throws Error(config) at file:line:column.
[[nodiscard]] inline Campaign read_campaign_file(const std::filesystem::path& file, std::span<const std::string> words) {
  static constexpr std::array<std::string_view, 3> top = {"out", "settings", "stages"};
  std::vector<std::string> full;
  for (const std::string& word : words) {
    const std::string first = word.substr(0, word.find_first_of(".="));
    full.push_back(std::ranges::find(top, first) != top.end() ? word : "settings." + word);
  }
  const ConfigDocument document = ConfigDocument::load(file, full), plain = ConfigDocument::load(file);
  document.expect_sections(top);
  Campaign campaign;
  campaign.file = file;
  campaign.out = document.text("out", "campaigns/" + file.stem().string());

  const ConfigNode *settings = document.root().child("settings"), *stages = document.root().child("stages");
  if (stages == nullptr || !stages->is_table || stages->children.empty()) throw Error(ErrorKind::config, document.origin("stages").where(), "has no stages; add [stages.NAME]");
  if (settings != nullptr && !settings->is_table) throw Error(ErrorKind::config, settings->origin.where(), "'settings' must be a table");
  for (const auto& [name, node] : settings != nullptr ? settings->in_order() : std::vector<std::pair<std::string_view, const ConfigNode*>>{}) {
    if (node->is_table) throw Error(ErrorKind::config, node->origin.where(), shown_name(name) + " is a table, must be a text or a number");
    if (node->origin.from_command_line() && !plain.has("settings." + std::string(name))) {
      std::vector<std::string> known;
      for (const auto& [other, unused] : settings->children) {
        if (plain.has("settings." + other)) known.push_back(other);
      }
      throw Error(ErrorKind::config, node->origin.where(), file.string() + " has no setting " + shown_name(name) + suggestion(name, known));
    }
    campaign.settings[std::string(name)] = node->as_text().value_or(toml_value(node->value));
  }
  for (const auto& [name, node] : stages->in_order()) {
    if (campaign.settings.contains(std::string(name)) || std::ranges::find(detail::own_names, name) != detail::own_names.end()) {
      throw Error(ErrorKind::config, node->key_origin.where(), "stage " + shown_name(name) + " has the name of another {placeholder}; name it otherwise");
    }
    if (placeholders_in("{" + std::string(name) + "}").empty()) throw Error(ErrorKind::config, node->key_origin.where(), "a stage cannot be called " + shown_name(name) + ": letters, digits, _ and - name it and its folder");
    campaign.stages.push_back(detail::read_stage(std::string(name), *node, campaign.settings));
  }
  for (Stage& stage : campaign.stages) detail::resolve_needs(stage, campaign);
  campaign.stages = detail::in_order_of_needs(std::move(campaign.stages));
  return campaign;
}

}  // namespace docket::campaign
