/// Every option that may stand in a pipeline, as tables: the host's own sections, and the stages with the plugins at hand.
#pragma once

#include <string_view>
#include <vector>

#include <docket/config/json_schema.hpp>
#include <docket/plugins/catalog.hpp>

namespace docket {

/// A section of the pipeline and the stage whose plugin it names.
struct StageSection {
  const char* section;
  const char* stage;
};

inline constexpr StageSection stage_sections[] = {
    {"backbone", "backbone"}, {"decoder", "decoder"}, {"head", "head"}, {"postprocess", "postprocessor"}};

/// In the order a reader meets them; "" holds the keys outside any section.
[[nodiscard]] std::vector<SectionTable> host_section_tables();

/// Keys of a stage's section that the host reads itself, besides `use`.
[[nodiscard]] OptionTable host_stage_options(std::string_view section);

/// The usable plugins of every stage.
[[nodiscard]] std::vector<StageTables> stage_tables(const Catalog& catalog);

}  // namespace docket
