#include "pipeline_tables.hpp"

#include <docket/config/option_table.hpp>
#include <docket/pipeline/input_options.hpp>

namespace docket {

namespace {

struct TopLevel {
  std::string weights;
};

constexpr auto top_level_options = options<TopLevel>(
    option("weights", &TopLevel::weights, "weights of the whole network: a checkpoint or safetensors file; empty: none"));

struct BackboneSection {
  std::string weights;
};

constexpr auto backbone_section_options = options<BackboneSection>(
    option("weights", &BackboneSection::weights, "weights of the backbone alone: a safetensors file with timm's names; empty: random"));

}  // namespace

std::vector<SectionTable> host_section_tables() {
  return {{"", option_table(top_level_options)}, {"input", option_table(input_options)}};
}

OptionTable host_stage_options(std::string_view section) {
  return section == "backbone" ? option_table(backbone_section_options) : OptionTable{};
}

std::vector<StageTables> stage_tables(const Catalog& catalog) {
  std::vector<StageTables> tables;
  for (const StageSection& stage : stage_sections) {
    StageTables table{stage.section, host_stage_options(stage.section), {}};
    for (const PluginInfo& plugin : catalog.plugins()) {
      if (!plugin.refusal && plugin.stage == stage.stage) table.plugins.push_back({plugin.name, plugin.description, plugin.options});
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace docket
