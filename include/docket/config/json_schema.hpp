/// JSON Schema (draft 7) of a pipeline file, for editors and for taplo, out of the declared options.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/option_table.hpp>

namespace docket {

/// A section that the host reads: "train", "data.train". The section "" holds the keys outside any section.
struct SectionTable {
  std::string section;
  OptionTable options;
};

/// A section whose options are those of the plugin that its `use` names.
struct StageTables {
  struct Plugin {
    std::string name;
    std::string description;
    OptionTable options;
    std::string tables = {};  // a key that holds a list of such tables again: `of` of one_of
  };
  std::string section;
  OptionTable host_options;  // keys that every plugin's section may have, `weights` for one
  std::vector<Plugin> plugins;
  bool repeats = false;  // written as [[section]], any number of times
};

namespace detail {

[[nodiscard]] inline nlohmann::json number_schema(const OptionInfo& option, bool whole) {
  nlohmann::json schema{{"type", whole ? "integer" : "number"}};
  const auto bound = [&](const char* key, double value) {
    if (!std::isfinite(value)) return;
    schema[key] = value == std::trunc(value) && std::fabs(value) < 1e15 ? nlohmann::json(static_cast<std::int64_t>(value))
                                                                        : nlohmann::json(value);
  };
  bound("minimum", option.range.min);
  bound("maximum", option.range.max);
  return schema;
}

[[nodiscard]] inline nlohmann::json value_schema(const OptionInfo& option) {
  const nlohmann::json string{{"type", "string"}};
  switch (option.type) {
    case OptionType::boolean: return {{"type", "boolean"}};
    case OptionType::integer: return number_schema(option, true);
    case OptionType::number: return number_schema(option, false);
    case OptionType::string: return option.choices.empty() ? string : nlohmann::json{{"enum", option.choices}};
    case OptionType::integers: return {{"type", "array"}, {"items", number_schema(option, true)}};
    case OptionType::numbers: return {{"type", "array"}, {"items", number_schema(option, false)}};
    case OptionType::strings: return {{"type", nlohmann::json::array({"string", "array"})}, {"items", string}};
  }
  return string;
}

[[nodiscard]] inline nlohmann::json option_schema(const OptionInfo& option) {
  nlohmann::json schema = value_schema(option);
  if (!option.sentence.empty()) schema["description"] = option.sentence;
  if (!option.default_value.is_null()) schema["default"] = option.default_value;
  return schema;
}

[[nodiscard]] inline nlohmann::json closed_table() {
  return {{"type", "object"}, {"properties", nlohmann::json::object()}, {"additionalProperties", false}};
}

/// The object schema of a dotted section, made on the way.
[[nodiscard]] inline nlohmann::json& section_schema(nlohmann::json& root, const std::string& section) {
  nlohmann::json* at = &root;
  for (std::size_t begin = 0; begin < section.size();) {
    const std::size_t end = std::min(section.find('.', begin), section.size());
    nlohmann::json& child = (*at)["properties"][section.substr(begin, end - begin)];
    if (child.is_null()) child = closed_table();
    at = &child;
    begin = end + 1;
  }
  return *at;
}

/// A section with `use` takes that plugin's options alone. One without (its `use` stands in a file it extends) takes what any
/// of the plugins takes. Outside these cases keys are only described, so that a linter says each thing once.
[[nodiscard]] inline nlohmann::json stage_schema(const StageTables& stage) {
  if (stage.plugins.empty()) return {{"type", "object"}};  // nothing is known about it
  nlohmann::json names = nlohmann::json::array();
  nlohmann::json cases = nlohmann::json::array();
  nlohmann::json described = nlohmann::json::object();
  nlohmann::json any = nlohmann::json::object();
  for (const StageTables::Plugin& plugin : stage.plugins) {
    names.push_back(plugin.name);
    nlohmann::json taken{{"use", nlohmann::json::object()}};
    for (const OptionTable* options : {&stage.host_options, &plugin.options}) {
      for (const OptionInfo& option : *options) {
        taken[option.name] = option_schema(option);
        described[option.name] = {{"description", option.sentence}};
        nlohmann::json& alternatives = any[option.name]["anyOf"];
        const nlohmann::json alternative = value_schema(option);
        if (std::find(alternatives.begin(), alternatives.end(), alternative) == alternatives.end())
          alternatives.push_back(alternative);
      }
    }
    if (!plugin.tables.empty()) {
      const nlohmann::json again{{"type", "array"}, {"items", {{"$ref", "#/properties/" + stage.section + "/items"}}}};
      taken[plugin.tables] = again;
      described[plugin.tables] = nlohmann::json::object();
      any[plugin.tables]["anyOf"].push_back(again);
    }
    cases.push_back({{"if", {{"properties", {{"use", {{"const", plugin.name}}}}}, {"required", {"use"}}}},
                     {"then", {{"properties", taken}, {"additionalProperties", false}}}});
  }
  for (auto& option : any) {
    if (option["anyOf"].size() == 1) option = nlohmann::json(option["anyOf"][0]);
  }
  cases.push_back(
      {{"if", {{"not", {{"required", {"use"}}}}}}, {"then", {{"properties", any}, {"additionalProperties", false}}}});
  described["use"] = {{"enum", names}, {"description", "the plugin"}};
  return {{"type", "object"}, {"properties", described}, {"allOf", cases}};
}

}  // namespace detail

/// Refuses unknown sections and keys, wrong types, choices and ranges, as ConfigDocument does.
[[nodiscard]] inline nlohmann::json pipeline_schema(std::span<const SectionTable> host_sections,
                                                    std::span<const StageTables> stages) {
  nlohmann::json root = detail::closed_table();
  root["$schema"] = "http://json-schema.org/draft-07/schema#";
  root["title"] = "docket pipeline";
  root["properties"]["extends"] = {{"description", "files this one is laid over, relative to it"},
                                   {"type", {"string", "array"}},
                                   {"items", {{"type", "string"}}}};
  for (const SectionTable& table : host_sections) {
    nlohmann::json& properties = detail::section_schema(root, table.section)["properties"];
    for (const OptionInfo& option : table.options) properties[option.name] = detail::option_schema(option);
  }
  for (const StageTables& stage : stages) {
    const nlohmann::json schema = detail::stage_schema(stage);
    root["properties"][stage.section] = stage.repeats ? nlohmann::json{{"type", "array"}, {"items", schema}} : schema;
  }
  return root;
}

}  // namespace docket
