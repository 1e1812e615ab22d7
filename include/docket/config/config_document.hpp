/// A configuration: a TOML file, the files it extends and the command line, as one tree that knows where each value is from.
#pragma once

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/check.hpp>
#include <docket/config/config_node.hpp>
#include <docket/config/layers.hpp>
#include <docket/config/merge.hpp>
#include <docket/config/option_table.hpp>
#include <docket/config/options.hpp>
#include <docket/config/override.hpp>
#include <docket/config/toml_writer.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

namespace docket {

/// Layers, later wins: the files of `extends` in their order (a file reached twice counts where it came first), the file,
/// the command line. Tables merge, values and lists replace. A layer that changes the plugin a section names by `use` drops the
/// section's keys from earlier layers, and one that changes the network (`use`, `variant`) its earlier `weights`; remarks() says so.
/// Whatever is wrong is an Error(config) at its `file:line:column` or command-line word.
class ConfigDocument {
 public:
  [[nodiscard]] static ConfigDocument load(const std::filesystem::path& file, std::span<const std::string> overrides = {}) {
    ConfigDocument document;
    std::vector<ConfigNode> layers;
    detail::LayerReader(layers, document.order_).read(file, "");
    document.lay(std::move(layers), file.string(), overrides);
    return document;
  }

  /// From text, for instance the configuration that a checkpoint carries. `name` stands for it in messages, `folder` is what
  /// `extends` and `weights` are relative to.
  [[nodiscard]] static ConfigDocument from_text(std::string_view toml, const std::string& name, std::span<const std::string> overrides = {},
                                                const std::filesystem::path& folder = {}) {
    ConfigDocument document;
    std::vector<ConfigNode> layers;
    detail::LayerReader(layers, document.order_).add(read_toml(toml, name, document.order_), folder);
    document.lay(std::move(layers), name, overrides);
    return document;
  }

  /// Whether there is a table or a value of this dotted name.
  [[nodiscard]] bool has(std::string_view dotted) const { return find(dotted) != nullptr; }

  /// The section as its struct; absent keys, or an absent section, keep their defaults. `also_allowed` are keys of the section
  /// that somebody else reads (`use`, tables inside). Not for two threads at once.
  template <class T, std::size_t N>
  [[nodiscard]] T read(std::string_view section, const OptionSchema<T, N>& schema,
                       std::span<const std::string_view> also_allowed = {}) const {
    return parse_options(schema, read(section, option_table(schema), also_allowed));
  }

  /// The section's checked values, only those that were given.
  [[nodiscard]] nlohmann::json read(std::string_view section, const OptionTable& options,
                                    std::span<const std::string_view> also_allowed = {}) const {
    const ConfigNode* node = find(section);
    if (node == nullptr) return nlohmann::json::object();
    if (!node->is_table) {
      throw Error(ErrorKind::config, node->origin.where(),
                  "'" + std::string(section) + "' is " + shown_value(node->value) + ", must be a table");
    }
    return detail::check_section(section, *node, options, also_allowed);
  }

  /// The [[name]] tables in their order; none where there is no such key, or an empty list.
  [[nodiscard]] std::vector<ConfigNode> tables(std::string_view dotted) const {
    const ConfigNode* node = find(dotted);
    if (node == nullptr) return {};
    if (node->is_table || (node->tables.empty() && node->value != nlohmann::json::array())) {
      const std::string name(dotted);
      throw Error(ErrorKind::config, node->key_origin.where(),
                  "'" + name + "' is " + (node->is_table ? "a table [" + name + "]" : shown_value(node->value)) + ", must be a list of tables, [[" + name + "]]");
    }
    return node->tables;
  }

  /// One string, for instance "backbone.use".
  [[nodiscard]] std::string text(std::string_view dotted, std::string fallback) const {
    const ConfigNode* node = find(dotted);
    if (node == nullptr) return fallback;
    if (auto value = node->as_text()) return *value;
    throw Error(ErrorKind::config, node->origin.where(),
                "'" + std::string(dotted) + "' is " + (node->is_table ? "a table" : shown_value(node->value)) + ", must be a string");
  }

  /// Where the value stands; for what was not given, the closest table around it, at last the file.
  [[nodiscard]] Origin origin(std::string_view dotted) const {
    const ConfigNode* node = &root_;
    for (const std::string& part : detail::split_key(dotted, root_.origin)) {
      const ConfigNode* next = node->is_table ? node->child(part) : nullptr;
      if (next == nullptr) break;
      node = next;
    }
    return node->origin;
  }

  /// Throws Error(config) for the first top-level section or key that is not `known`.
  void expect_sections(std::span<const std::string_view> known) const {
    for (const auto& [name, node] : root_.in_order()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      throw Error(ErrorKind::config, node->key_origin.where(),
                  (node->is_table ? "unknown section " : "unknown key ") + shown_name(name) + suggestion(name, known));
    }
  }

  /// What the layers dropped, one line each; for standard error.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

  [[nodiscard]] const ConfigNode& root() const { return root_; }

  /// Valid TOML that loads to the same values, with the origin of each in a comment if wanted. After the reads, for these
  /// decide whether `123` on the command line was text or a number.
  [[nodiscard]] std::string to_toml(bool with_origins) const { return write_toml(root_, remarks_, with_origins); }

 private:
  ConfigDocument() { root_.is_table = true; }

  void lay(std::vector<ConfigNode> layers, const std::string& name, std::span<const std::string> overrides) {
    root_.origin = root_.key_origin = {name, 0, 0};
    for (ConfigNode& layer : layers) merge_layer(root_, std::move(layer), remarks_);
    if (!overrides.empty()) merge_layer(root_, read_overrides(overrides, order_), remarks_);
  }

  [[nodiscard]] const ConfigNode* find(std::string_view dotted) const {
    const ConfigNode* node = &root_;
    for (const std::string& part : detail::split_key(dotted, root_.origin)) {
      node = node->is_table ? node->child(part) : nullptr;
      if (node == nullptr) return nullptr;
    }
    return node;
  }

  ConfigNode root_;
  int order_ = 0;
  std::vector<std::string> remarks_;
};

}  // namespace docket
