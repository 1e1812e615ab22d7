#include "config.hpp"

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <docket/config/check.hpp>
#include <docket/config/config_document.hpp>
#include <docket/config/json_schema.hpp>
#include <docket/config/options_markdown.hpp>
#include <docket/core/error.hpp>
#include <docket/data/augment/read_augment.hpp>

#include "../verbs.hpp"
#include "pipeline_tables.hpp"
#include "plugin_folders.hpp"

namespace docket {

namespace {

/// The tables inside a section: "data" has "train" when there is a "data.train".
std::vector<std::string_view> tables_inside(const std::vector<SectionTable>& tables, const std::string& section) {
  std::vector<std::string_view> inside;
  for (const SectionTable& table : tables) {
    if (table.section.starts_with(section + '.')) inside.push_back(std::string_view(table.section).substr(section.size() + 1));
  }
  return inside;
}

/// Reads everything once, as the other commands would: that is the check.
void check(const ConfigDocument& document, const std::vector<SectionTable>& sections, const Catalog& catalog) {
  std::vector<std::string_view> known;
  for (const SectionTable& table : sections)
    known.push_back(std::string_view(table.section).substr(0, table.section.find('.')));
  for (const OptionInfo& option : sections.front().options) known.push_back(option.name);
  for (const StageSection& stage : stage_sections) known.push_back(stage.section);
  known.push_back("augment");
  document.expect_sections(known);

  for (const OptionInfo& option : sections.front().options) {
    if (const ConfigNode* node = document.root().child(option.name)) (void)detail::check_value(option, *node);
  }
  for (const SectionTable& table : sections) {
    if (!table.section.empty()) (void)document.read(table.section, table.options, tables_inside(sections, table.section));
  }
  (void)read_augment(document);
  for (const StageSection& stage : stage_sections) {
    if (!document.has(stage.section)) continue;
    OptionTable options = host_stage_options(stage.section);
    const std::string use = document.text(std::string(stage.section) + ".use", "");
    if (use.empty()) continue;  // a base file need not name the plugin
    const PluginInfo& plugin = catalog.find(stage.stage, use);
    options.insert(options.end(), plugin.options.begin(), plugin.options.end());
    static constexpr std::string_view use_key[] = {"use"};
    (void)document.read(stage.section, options, use_key);
  }
}

int show_config(const CommandLine& line) {
  line.expect_words(2, 2);
  const ConfigDocument document = ConfigDocument::load(line.words()[1], line.overrides());
  check(document, host_section_tables(), scan_plugins(line));
  std::cout << document.to_toml(true);
  return 0;
}

int schema(const CommandLine& line) {
  line.expect_words(1, 1);
  std::cout << pipeline_schema(host_section_tables(), stage_tables(scan_plugins(line))).dump(2) << "\n";
  return 0;
}

int docs(const CommandLine& line) {
  line.expect_words(1, 1);
  std::cout << options_markdown(host_section_tables(), stage_tables(scan_plugins(line)));
  return 0;
}

}  // namespace

int run_config(const CommandLine& line) {
  static const Verb verbs[] = {{"show", show_config}, {"schema", schema}, {"docs", docs}};
  line.expect_words(1, 2);
  return run_verb(line, "config", verbs);
}

}  // namespace docket
