/// From a pipeline's section to the plugin it names.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/stages/levels.hpp>

namespace docket {

/// Sections a pipeline may have; those that predicting does not read belong to training.
inline constexpr std::string_view pipeline_sections[] = {"backbone", "decoder",   "head",     "postprocess", "input",
                                                         "data",     "train",     "augment",  "optimizer",   "schedule",
                                                         "checkpoint", "weights",   "members",  "test_time"};

/// The plugin that `[section] use` names.
inline std::string stage_name(const ConfigDocument& config, std::string_view section) {
  const std::string key = std::string(section) + ".use";
  std::string name = config.text(key, "");
  if (name.empty()) throw Error(ErrorKind::config, "[" + std::string(section) + "]", "names no plugin; set '" + key + "'");
  return name;
}

/// Creates the plugin that `section` names with the section's options, which are checked against the plugin's table first.
/// `host_keys` are keys of the section that the host reads itself.
template <class Stage>
std::unique_ptr<Stage> create_stage(const ConfigDocument& config, const Catalog& catalog, std::string_view section,
                                    std::vector<std::string_view> host_keys = {}) {
  const std::string name = stage_name(config, section);
  const PluginInfo& plugin = catalog.find(Stage::stage, name);
  host_keys.push_back("use");
  nlohmann::json options = config.read(section, plugin.options, host_keys);
  for (const std::string_view key : host_keys) options.erase(std::string(key));
  return catalog.create<Stage>(name, options);
}

/// What the backbone declares must make sense before a decoder is built from it.
inline void check_levels(const Levels& levels, const std::string& backbone) {
  const auto refuse = [&](const std::string& what) { throw Error(ErrorKind::model, "backbone '" + backbone + "'", what); };
  if (levels.empty()) refuse("declares no feature map");
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const std::string which = "level " + std::to_string(i);
    if (levels[i].channels <= 0 || levels[i].stride <= 0) {
      refuse(which + " has " + std::to_string(levels[i].channels) + " channels at stride " + std::to_string(levels[i].stride) +
             ", both must be positive");
    }
    if (i > 0 && levels[i].stride <= levels[i - 1].stride) {
      refuse(which + " has stride " + std::to_string(levels[i].stride) + ", must be above " + std::to_string(levels[i - 1].stride) +
             " of the level before it");
    }
  }
}

/// The weight file that `key` names, if any; ConfigDocument has already found it beside the file that names it.
inline std::optional<std::filesystem::path> weights_path(const ConfigDocument& config, std::string_view key) {
  const std::string given = config.text(key, "");
  if (given.empty()) return std::nullopt;
  return given;
}

/// The word of the command line that changes a part of the network, if there is one.
inline std::optional<std::string> network_override(const ConfigDocument& config) {
  for (const std::string_view section : {"backbone", "decoder", "head"}) {
    const ConfigNode* table = config.root().child(section);
    if (table == nullptr || !table->is_table) continue;
    for (const auto& [name, node] : table->in_order()) {
      if (name != "weights" && node->origin.from_command_line()) return node->origin.where();
    }
  }
  return std::nullopt;
}

}  // namespace docket
