/// Where each stage of a campaign leaves its results, and what was done already. Folders are named by the content of what made them, so
/// a changed stage, and all that needs it, is done anew, and an unchanged one never.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <docket/campaign/campaign_file.hpp>

#include "../command_line.hpp"

namespace docket::campaign {

/// What a finished stage left: OUT/<stage>-<key>.json, written last, whole or not at all.
struct Record {
  double seconds = 0;
  std::map<std::string, double> values;
};

struct PlannedStage {
  Stage stage;
  std::vector<std::vector<std::string>> commands;  // filled in
  std::string key;                // SHA-256 of the commands and of the files and folders they name outside the campaign's
  std::filesystem::path folder;   // OUT/<stage>-<first digits of key>
  std::filesystem::path record_file;
  std::optional<Record> record;   // finished with these words and files
  std::optional<double> measured_s;  // how long it, or an earlier form of it, took
};

struct Plan {
  std::filesystem::path file, out;
  std::vector<std::string> settings;  // key=value words of the command line
  std::vector<PlannedStage> stages;  // each behind what it needs

  [[nodiscard]] const PlannedStage& find(const std::string& name) const;
};

/// Reads files, writes nothing. Throws Error(config) for a first word that is none of `commands` and for flags the command does not have.
[[nodiscard]] Plan plan_campaign(const Campaign& campaign, std::span<const Command> commands);

/// Looks anew at what is finished and how long it took.
void read_records(Plan& plan);

void write_record(PlannedStage& stage, double seconds);

/// Its measured values, read from the files in its folder. Throws Error(data) where one is missing or no number.
[[nodiscard]] std::map<std::string, double> measured_values(const PlannedStage& stage);

/// "docket train ..." as a shell takes it.
[[nodiscard]] std::string command_text(const std::vector<std::string>& words);

}  // namespace docket::campaign
