/// Finds the declaration of any option of a pipeline by its dotted key: "optimizer.lr", "postprocess.thresh", "augment.0.limit_deg".
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <docket/config/config_document.hpp>
#include <docket/config/json_schema.hpp>

namespace docket::search {

/// Of the host's own sections, and of the stages with the plugins at hand.
struct DeclaredOptions {
  std::vector<SectionTable> sections;
  std::vector<StageTables> stages;
};

namespace detail {

[[nodiscard]] inline OptionInfo pick(const OptionTable& options, std::string_view name, const std::string& owner, const Origin& origin) {
  std::vector<std::string> known;
  for (const OptionInfo& info : options) {
    if (info.name == name) return info;
    known.push_back(info.name);
  }
  throw Error(ErrorKind::config, origin.where(), owner + " has no option " + shown_name(name) + suggestion(name, known));
}

/// `use` itself, or an option of the plugin that `node` names by it.
[[nodiscard]] inline OptionInfo stage_option(const StageTables& stage, const ConfigNode* node, std::string_view name, const std::string& place, const Origin& origin) {
  OptionInfo use;
  use.name = "use";
  use.type = OptionType::string;
  for (const auto& plugin : stage.plugins) use.choices.push_back(plugin.name);
  if (name == "use") return use;
  const ConfigNode* named = node != nullptr && node->is_table ? node->child("use") : nullptr;
  if (named == nullptr || !named->value.is_string()) throw Error(ErrorKind::config, origin.where(), "the pipeline names no plugin for [" + place + "], so its options are unknown");
  const auto plugin = std::ranges::find(stage.plugins, named->value.get<std::string>(), &StageTables::Plugin::name);
  if (plugin == stage.plugins.end()) {
    throw Error(ErrorKind::config, named->origin.where(), "there is no plugin " + shown_value(named->value) + " for [" + place + "]" + suggestion(named->value.get<std::string>(), use.choices));
  }
  OptionTable options = stage.host_options;
  options.insert(options.end(), plugin->options.begin(), plugin->options.end());
  options.push_back(use);
  return pick(options, name, "'" + plugin->name + "' of [" + place + "]", origin);
}

/// The table that `parts` lead to from [[name]]: "0", or "4.of.1". Throws Error(config) for a place there is not.
[[nodiscard]] inline const ConfigNode& step_at(const ConfigNode& root, const std::vector<std::string>& parts, const Origin& origin) {
  const ConfigNode* at = &root;
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    const ConfigNode* list = at->child(parts[i]);
    const std::size_t count = list == nullptr ? 0 : list->tables.size();
    std::size_t place = 0;
    const char* const end = parts[i + 1].data() + parts[i + 1].size();
    const auto [after, problem] = std::from_chars(parts[i + 1].data(), end, place);
    if (problem != std::errc{} || after != end || place >= count) {
      throw Error(ErrorKind::config, origin.where(), shown_name(parts[i + 1]) + " must be the place of a [[" + parts[i] + "]] table of the pipeline, which has " + std::to_string(count) + " (the first is 0)");
    }
    at = &list->tables[place];
  }
  return *at;
}

}  // namespace detail

/// The declaration, named by its whole key. Throws Error(config) at `origin` for what nobody declared, with the nearest right name.
[[nodiscard]] inline OptionInfo find_option(const DeclaredOptions& declared, const ConfigDocument& pipeline, const std::string& key, const Origin& origin) {
  const std::vector<std::string> parts = docket::detail::split_key(key, origin);
  const std::string& name = parts.back();
  OptionInfo found;
  const auto stage = std::ranges::find(declared.stages, parts.front(), &StageTables::section);
  if (stage != declared.stages.end()) {
    const bool right_depth = stage->repeats ? parts.size() >= 3 && parts.size() % 2 == 1 : parts.size() == 2;
    if (!right_depth) {
      throw Error(ErrorKind::config, origin.where(), shown_name(key) + " must be " + (stage->repeats ? stage->section + ".PLACE.OPTION" : stage->section + ".OPTION"));
    }
    const ConfigNode* node = stage->repeats ? &detail::step_at(pipeline.root(), parts, origin) : pipeline.root().child(parts.front());
    OptionInfo option = detail::stage_option(*stage, node, name, key.substr(0, key.size() - name.size() - 1), origin);
    found = std::move(option);
  } else {
    std::string section;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) section += (i > 0 ? "." : "") + parts[i];
    const auto table = std::ranges::find(declared.sections, section, &SectionTable::section);
    if (table == declared.sections.end()) {
      std::vector<std::string> known;
      for (const SectionTable& one : declared.sections) known.push_back(one.section);
      for (const StageTables& one : declared.stages) known.push_back(one.section);
      std::erase(known, "");
      throw Error(ErrorKind::config, origin.where(), "the pipeline has no section " + shown_name(section) + suggestion(section, known));
    }
    found = detail::pick(table->options, name, section.empty() ? "the pipeline outside its sections" : "[" + section + "]", origin);
  }
  found.name = key;
  return found;
}

}  // namespace docket::search
