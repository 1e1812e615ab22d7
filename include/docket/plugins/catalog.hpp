/// Every plugin that can be found, and the way from a name in TOML to an object of its stage. Needs no LibTorch; a program that
/// creates backbones, decoders or heads includes plugins/network_parts.hpp too.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/plugins/folders.hpp>
#include <docket/plugins/info.hpp>
#include <docket/plugins/loader.hpp>
#include <docket/plugins/scan.hpp>
#include <docket/plugins/stage_host.hpp>
#include <docket/plugins/tier1_host.hpp>

namespace docket {

class Catalog {
 public:
  /// Looks at every *.so in the folders, in their order; a folder that does not exist is empty. A file that cannot be used is
  /// listed with its refusal. Where two files have one stage and name, the first is used and the other one refused.
  static Catalog scan(std::span<const std::filesystem::path> folders, const ScanOptions& options = {}) {
    Catalog catalog;
    catalog.plugins_ = detail::scan_folders(folders, options);
    return catalog;
  }

  /// DOCKET_PLUGIN_PATH (colons between), then the folder of the plugins that came with this docket.
  static std::vector<std::filesystem::path> default_folders() { return detail::default_plugin_folders(); }

  /// In the order of the folders, then of the file names; refused ones among them.
  [[nodiscard]] const std::vector<PluginInfo>& plugins() const { return plugins_; }

  /// Throws Error(plugin): nothing of that name (with the nearest one), or why the file of that name is refused.
  [[nodiscard]] const PluginInfo& find(std::string_view stage, std::string_view name) const {
    const PluginInfo* refused = nullptr;
    std::vector<std::string> names;
    for (const PluginInfo& plugin : plugins_) {
      if (plugin.stage != stage && !plugin.stage.empty()) continue;
      if (!plugin.refusal) names.push_back(plugin.name);
      if (plugin.name != name) continue;
      if (!plugin.refusal) return plugin;
      if (refused == nullptr) refused = &plugin;
    }
    if (refused != nullptr) throw Error(ErrorKind::plugin, refused->path.string(), *refused->refusal);
    const std::string what = "no such plugin" + (names.empty() ? ", nor any " + std::string(stage) : suggestion(name, names));
    throw Error(ErrorKind::plugin, std::string(stage) + " '" + std::string(name) + "'", what);
  }

  /// Loads the library if need be and makes the object; `options` is an object that was checked against find().options.
  /// What the plugin throws, here or later, arrives as Error whose where() names it.  [thread-safe]
  template <class Stage>
  [[nodiscard]] std::unique_ptr<Stage> create(std::string_view name, const nlohmann::json& options) const {
    const PluginInfo& plugin = find(Stage::stage, name);
    std::string who = plugin.stage + " '" + plugin.name + "'";
    const docket_table* table = detail::load_table(plugin.path, plugin.stage);
    return detail::StageHost<Stage>::make(table, options.is_null() ? "{}" : options.dump(), std::move(who));
  }

 private:
  std::vector<PluginInfo> plugins_;
};

}  // namespace docket
