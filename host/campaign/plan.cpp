#include "plan.hpp"

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include <docket/core/shell_word.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/nearest_name.hpp>

#include "content.hpp"

namespace docket::campaign {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t key_digits = 8;

/// The stage's command as docket would read it: a wrong flag in the last stage is told before the first one trains for hours.
void expect_command(const Stage& stage, const std::vector<std::string>& words, std::span<const Command> commands) {
  const std::string place = stage.origin.where(), who = "stage '" + stage.name + "': ";
  if (words.empty()) throw Error(ErrorKind::config, place, who + "an empty command");
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  const auto found = std::ranges::find_if(commands, [&](const Command& command) { return words.front() == command.name; });
  if (found == commands.end()) throw Error(ErrorKind::config, place, who + "'" + words.front() + "' is no docket command" + suggestion(words.front(), names));
  if (words.front() == "run") throw Error(ErrorKind::config, place, who + "a campaign cannot run a campaign");
  std::vector<const char*> rest;
  for (std::size_t i = 1; i < words.size(); ++i) rest.push_back(words[i].c_str());
  try {
    (void)CommandLine(*found, rest);
  } catch (const Error& error) {
    throw Error(error.kind(), place, who + "docket " + words.front() + ": " + error.message());
  }
}

nlohmann::json read_json(const fs::path& file) {
  std::ifstream stream(file);
  return nlohmann::json::parse(stream, nullptr, false);
}

std::optional<Record> read_record(const PlannedStage& stage) {
  const nlohmann::json json = read_json(stage.record_file);
  std::error_code ignored;
  if (!json.is_object() || json.value("key", "") != stage.key || !fs::is_directory(stage.folder, ignored)) return std::nullopt;
  Record record;
  record.seconds = json.value("seconds", 0.0);
  const nlohmann::json values = json.value("values", nlohmann::json::object());
  for (const auto& [name, value] : values.items()) {
    if (value.is_number()) record.values[name] = value.get<double>();
  }
  for (const Measure& measure : stage.stage.measures) {
    if (!record.values.contains(measure.name)) return std::nullopt;
  }
  return record;
}

/// The newest record of a stage of that name, whatever it ran.
std::optional<double> last_measured_s(const fs::path& out, const std::string& stage) {
  std::optional<double> seconds;
  fs::file_time_type newest{};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(out, none)) {
    const std::string name = entry.path().filename().string();
    if (name.size() != stage.size() + 1 + key_digits + 5 || !name.starts_with(stage + "-") || !name.ends_with(".json")) continue;
    const nlohmann::json json = read_json(entry.path());
    if (!json.is_object() || !json.contains("seconds") || (seconds && entry.last_write_time() <= newest)) continue;
    seconds = json.value("seconds", 0.0);
    newest = entry.last_write_time();
  }
  return seconds;
}

std::vector<std::string> filled_words(const std::vector<std::string>& words, const std::function<std::string(const std::string&)>& value_of) {
  std::vector<std::string> made;
  for (const std::string& word : words) {
    made.push_back(filled(word, value_of));
    if (word.starts_with("{here}/")) made.back() = fs::path(made.back()).lexically_normal().string();
  }
  return made;
}

}  // namespace

const PlannedStage& Plan::find(const std::string& name) const {
  return *std::ranges::find_if(stages, [&](const PlannedStage& planned) { return planned.stage.name == name; });
}

Plan plan_campaign(const Campaign& campaign, std::span<const Command> commands) {
  Plan plan{campaign.file, campaign.out, {}};
  InputHashes inputs(campaign.out);
  const std::string here = campaign.file.parent_path().empty() ? "." : campaign.file.parent_path().string();
  for (const Stage& stage : campaign.stages) {
    PlannedStage planned;
    planned.stage = stage;
    // For the key {out}, {here} and the stage's own folder stand as they are, so that it is the same wherever the campaign lies.
    const auto value_of = [&](const std::string& name, bool of_key) -> std::string {
      if (name == "out") return of_key ? "{out}" : campaign.out.string();
      if (name == "here") return of_key ? "{here}" : here;
      if (const auto setting = campaign.settings.find(name); setting != campaign.settings.end()) return setting->second;
      if (name == stage.name) return of_key ? "{own}" : planned.folder.string();
      return of_key ? plan.find(name).key : plan.find(name).folder.string();
    };
    Sha256 hash;
    for (const auto& command : stage.commands) {
      for (const std::string& word : filled_words(command, [&](const std::string& name) { return value_of(name, true); })) hash.update(word + '\0');
      // The own folder has no name yet; what lies in it is no input.
      const auto words = filled_words(command, [&](const std::string& name) { return name == stage.name ? (campaign.out / name).string() : value_of(name, false); });
      hash.update("\n" + inputs.described(words));
    }
    for (const std::string& need : stage.said_needs) hash.update("needs " + plan.find(need).key + "\n");
    for (const Measure& measure : stage.measures) hash.update(measure.name + " " + measure.file + " " + measure.pointer + "\n");
    planned.key = hash.hex();
    planned.folder = campaign.out / (stage.name + "-" + planned.key.substr(0, key_digits));
    planned.record_file = planned.folder.string() + ".json";
    for (const auto& command : stage.commands) {
      planned.commands.push_back(filled_words(command, [&](const std::string& name) { return value_of(name, false); }));
      expect_command(stage, planned.commands.back(), commands);
    }
    plan.stages.push_back(std::move(planned));
  }
  read_records(plan);
  return plan;
}

void read_records(Plan& plan) {
  for (PlannedStage& planned : plan.stages) {
    planned.record = read_record(planned);
    planned.measured_s = planned.record ? planned.record->seconds : last_measured_s(plan.out, planned.stage.name);
  }
}

std::map<std::string, double> measured_values(const PlannedStage& stage) {
  std::map<std::string, double> values;
  for (const Measure& measure : stage.stage.measures) {
    const fs::path file = stage.folder / measure.file;
    const std::string place = "stage '" + stage.stage.name + "'";
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) throw Error(ErrorKind::data, place, "left no " + file.string() + ", where its value '" + measure.name + "' is to be read");
    const nlohmann::json json = read_json(file);
    const nlohmann::json::json_pointer pointer(measure.pointer);
    if (json.is_discarded() || !json.contains(pointer) || !json.at(pointer).is_number()) throw Error(ErrorKind::data, place, file.string() + " has no number at " + measure.pointer + " ('" + measure.name + "')");
    values[measure.name] = json.at(pointer).get<double>();
  }
  return values;
}

void write_record(PlannedStage& stage, double seconds) {
  stage.record = Record{seconds, measured_values(stage)};
  nlohmann::json commands = nlohmann::json::array();
  for (const auto& words : stage.commands) commands.push_back(command_text(words));
  write_file_atomically(stage.record_file, nlohmann::json{{"stage", stage.stage.name}, {"key", stage.key}, {"commands", commands}, {"seconds", seconds}, {"values", stage.record->values}}.dump(2) + "\n");
}

std::string command_text(const std::vector<std::string>& words) {
  return shell_command("docket", words);
}

}  // namespace docket::campaign
