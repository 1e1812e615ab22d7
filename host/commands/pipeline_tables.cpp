#include "pipeline_tables.hpp"

#include <docket/config/option_table.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/pipeline/input_options.hpp>
#include <docket/pipeline/test_time.hpp>
#include <docket/training/options.hpp>

namespace docket {

namespace {

struct TopLevel {
  std::string weights;
  std::vector<std::string> members;
};

constexpr auto top_level_options = options<TopLevel>(
    option("weights", &TopLevel::weights, "weights of the whole network: a checkpoint or safetensors file; empty: none"),
    option("members", &TopLevel::members, "pipelines or checkpoints whose maps are averaged; instead of a network of its own"));

struct BackboneSection {
  std::string weights;
};

constexpr auto backbone_section_options =
    options<BackboneSection>(option("weights", &BackboneSection::weights,
                                    "weights of the backbone alone: a safetensors file with timm's names; empty: random"));

/// one_of's choices are such tables again.
StageTables augment_tables() {
  StageTables tables{"augment", option_table(augment_step_schema), {}, true};
  for (const AugmentKind& kind : augment_kinds()) tables.plugins.push_back({kind.name, kind.sentence, kind.options, kind.name == one_of_name ? "of" : ""});
  return tables;
}

}  // namespace

std::vector<SectionTable> host_section_tables() {
  return {{"", option_table(top_level_options)},       {"input", option_table(input_options)},
          {"test_time", option_table(test_time_options)},
          {"data", option_table(data_schema)},         {"data.train", option_table(data_set_schema)},
          {"data.val", option_table(data_set_schema)}, {"train", option_table(train_schema)},
          {"optimizer", option_table(optimizer_schema)},
          {"schedule", option_table(schedule_schema)}, {"checkpoint", option_table(checkpoint_schema)}};
}

OptionTable host_stage_options(std::string_view section) {
  return section == "backbone" ? option_table(backbone_section_options) : OptionTable{};
}

std::vector<StageTables> stage_tables(const Catalog& catalog) {
  std::vector<StageTables> tables;
  for (const StageSection& stage : stage_sections) {
    StageTables table{stage.section, host_stage_options(stage.section), {}};
    for (const PluginInfo& plugin : catalog.plugins()) {
      if (!plugin.refusal && plugin.stage == stage.stage)
        table.plugins.push_back({plugin.name, plugin.description, plugin.options});
    }
    tables.push_back(std::move(table));
  }
  tables.push_back(augment_tables());
  return tables;
}

}  // namespace docket
