/// A pipeline whose postprocessor is exchanged at will.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <docket/pipeline/pipeline.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/search/setting_space.hpp>

namespace docket::tune {

class Tuner {
 public:
  /// `catalog` must outlive this.
  Tuner(ConfigDocument config, const Catalog& catalog, const PipelineSettings& settings)
      : config_(std::move(config)), catalog_(catalog), plugin_(stage_name(config_, "postprocess")), pipeline_(Pipeline::compose(config_, catalog, settings)) {}

  [[nodiscard]] const PluginInfo& plugin() const { return catalog_.find("postprocessor", plugin_); }
  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

  /// One for each setting, laid over the pipeline's own options. Throws what the plugin throws.
  [[nodiscard]] std::vector<std::unique_ptr<Postprocessor>> make(const std::vector<Setting>& settings) const {
    static constexpr std::string_view use[] = {"use"};
    nlohmann::json base = config_.read("postprocess", plugin().options, use);
    base.erase("use");
    std::vector<std::unique_ptr<Postprocessor>> made;
    for (const Setting& setting : settings) {
      nlohmann::json options = base;
      options.update(setting);
      made.push_back(catalog_.create<Postprocessor>(plugin_, options));
    }
    return made;
  }

  /// rgb: as Pipeline::detect() takes it. Returns its map [1, 1, h, w] in full precision.
  [[nodiscard]] at::Tensor compute(const cv::Mat& rgb) const {
    return pipeline_.probability(pipeline_.inputs(rgb), pipeline_.frame_of(rgb));
  }

 private:
  ConfigDocument config_;
  const Catalog& catalog_;
  std::string plugin_;
  Pipeline pipeline_;
};

}  // namespace docket::tune
