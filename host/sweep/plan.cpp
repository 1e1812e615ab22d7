#include "plan.hpp"

#include <cstdio>

#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>
#include <docket/search/study/stored_values.hpp>

namespace docket::sweep {

namespace fs = std::filesystem;

namespace {

template <class T>
nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

template <class T>
void read_optional(const nlohmann::json& json, const char* key, std::optional<T>& value) {
  if (json.contains(key) && !json[key].is_null()) value = json[key].get<T>();
}

}  // namespace

nlohmann::json to_json(const Plan& plan) {
  nlohmann::json space = nlohmann::json::array();
  for (const search::Parameter& parameter : plan.space.parameters) {
    nlohmann::json entry = {{"name", parameter.name}, {"distribution", nlohmann::json::parse(search::study::distribution_json(parameter.range))}};
    if (parameter.only_if) entry["only_if"] = {{"parameter", parameter.only_if->parameter}, {"values", parameter.only_if->values}};
    space.push_back(std::move(entry));
  }
  const auto part = [](const Part& one) { return nlohmann::json{{"name", one.name}, {"options", one.options}}; };
  return {{"working_folder", plan.working_folder.string()},
          {"search_file", plan.search_file.string()},
          {"metric", plan.metric},
          {"goal", plan.goal == search::Goal::maximize ? "maximize" : "minimize"},
          {"space", space},
          {"overrides", plan.overrides},
          {"plugin_folders", plan.plugin_folders},
          {"sampler", part(plan.sampler)},
          {"pruner", part(plan.pruner)},
          {"seed", plan.seed},
          {"trials", or_null(plan.trials)},
          {"hours", or_null(plan.hours)},
          {"good_enough", or_null(plan.good_enough)},
          {"patience", or_null(plan.patience)}};
}

Plan plan_of(const search::study::Study& study) {
  const nlohmann::json json = study.attribute(plan_attribute);
  const std::string file = study.database().file().string();
  if (json.is_null()) throw Error(ErrorKind::config, file, "the study '" + study.name() + "' was not made by docket sweep, which would know what to train; 'docket sweep FILE.toml --study " + file + " --study-name " + study.name() + "' tells it");
  try {
    Plan plan;
    plan.working_folder = json.at("working_folder").get<std::string>();
    plan.search_file = json.at("search_file").get<std::string>();
    plan.metric = json.at("metric");
    plan.goal = json.at("goal") == "maximize" ? search::Goal::maximize : search::Goal::minimize;
    for (const nlohmann::json& entry : json.at("space")) {
      search::Parameter parameter{entry.at("name"), search::study::range_of_json(entry.at("distribution").dump(), file), {}};
      if (entry.contains("only_if")) parameter.only_if = search::Condition{entry["only_if"].at("parameter"), entry["only_if"].at("values")};
      plan.space.parameters.push_back(std::move(parameter));
    }
    plan.overrides = json.at("overrides").get<std::vector<std::string>>();
    plan.plugin_folders = json.at("plugin_folders").get<std::vector<std::string>>();
    plan.sampler = {json.at("sampler").at("name"), json.at("sampler").at("options")};
    plan.pruner = {json.at("pruner").at("name"), json.at("pruner").at("options")};
    plan.seed = json.at("seed");
    read_optional(json, "trials", plan.trials);
    read_optional(json, "hours", plan.hours);
    read_optional(json, "good_enough", plan.good_enough);
    read_optional(json, "patience", plan.patience);
    return plan;
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::config, file, std::string("its attribute ") + plan_attribute + " is of another docket: " + error.what());
  }
}

fs::path folder_of(const fs::path& study_file) {
  fs::path folder = study_file;
  return folder.has_extension() ? folder.replace_extension() : folder += "_trials";
}

std::string run_of(int number) {
  char name[32];
  std::snprintf(name, sizeof name, "runs/trial_%04d", number);
  return name;
}

std::vector<std::string> words_of(const Plan& plan, const search::Assignment& values) {
  std::vector<std::string> words;
  for (const search::Parameter& parameter : plan.space.parameters) {
    const auto value = values.find(parameter.name);
    if (value != values.end()) words.push_back(parameter.name + "=" + toml_value(search::value_of(parameter.range, value->second)));
  }
  return words;
}

}  // namespace docket::sweep
