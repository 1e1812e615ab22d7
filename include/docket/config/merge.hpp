/// How a later layer of a configuration changes an earlier one.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>

namespace docket {

namespace detail {

/// The sections whose plugins hold weights: a whole-network checkpoint fits only the plugins it was made with.
inline constexpr std::array<std::string_view, 3> network_sections{"backbone", "decoder", "head"};

/// The sections whose options are those of the plugin that `use` names. In others, [optimizer] for one, the keys belong to the
/// section and outlive a change of `use`.
inline constexpr std::array<std::string_view, 5> plugin_sections{"backbone", "decoder", "head", "postprocess", "ensemble"};

/// Whether both layers give `key` and `later` gives another value. What was typed as 18 equals the "18" of a file.
[[nodiscard]] inline bool changes(const ConfigNode& earlier, const ConfigNode& later, std::string_view key) {
  const ConfigNode* before = earlier.child(key);
  const ConfigNode* after = later.child(key);
  if (before == nullptr || after == nullptr || before->is_table || after->is_table) return false;
  const auto text = [](const ConfigNode& node) {
    if (node.value.is_string()) return node.value.get<std::string>();
    return node.typed ? *node.typed : toml_value(node.value);
  };
  return text(*before) != text(*after);
}

/// Forgets what the earlier layers said to the former plugin, and says so.
inline void drop_former_options(ConfigNode& section, const ConfigNode& later, const std::string& name,
                                std::vector<std::string>& remarks) {
  const ConfigNode& before = *section.child("use");
  const ConfigNode& after = *later.child("use");
  std::string dropped;
  for (const auto& [key, node] : section.in_order()) {
    if (key != "use") dropped += (dropped.empty() ? "" : ", ") + toml_key(key);
  }
  if (!dropped.empty()) {
    remarks.push_back(after.origin.where() + ": '" + name + ".use' is now " + shown_value(after.value) + "; dropped " + clipped(dropped, 200) +
                      ", which were set for " + shown_value(before.value) + " (" + before.origin.where() + ")");
  }
  std::erase_if(section.children, [](const auto& child) { return child.first != "use"; });
}

inline void merge_table(ConfigNode& into, ConfigNode later, const std::string& path, std::vector<std::string>& remarks);

/// `later` holds `augment.0.p`: its keys are places in the list of tables that `into` is.
inline void merge_by_place(ConfigNode& into, ConfigNode later, const std::string& path, std::vector<std::string>& remarks) {
  for (auto& [name, node] : later.children) {
    std::size_t place = 0;
    const char* const end = name.data() + name.size();
    const auto [after, problem] = std::from_chars(name.data(), end, place);
    if (problem != std::errc{} || after != end || place >= into.tables.size()) {
      throw Error(ErrorKind::config, node.key_origin.where(),
                  shown_name(name) + " must be the place of a [[" + path + "]] table, from 0 to " + std::to_string(into.tables.size() - 1) +
                      " (" + into.origin.where() + ")");
    }
    if (!node.is_table) {
      throw Error(ErrorKind::config, node.origin.where(),
                  shown_name(path + '.' + name) + " is the value " + shown_value(node.value) + ", must name a key of that table, as " +
                      shown_name(path + '.' + name + ".p"));
    }
    merge_table(into.tables[place], std::move(node), path + '.' + name, remarks);
  }
}

inline void merge_table(ConfigNode& into, ConfigNode later, const std::string& path, std::vector<std::string>& remarks) {
  const bool holds_plugin = std::find(plugin_sections.begin(), plugin_sections.end(), path) != plugin_sections.end();
  if (holds_plugin && changes(into, later, "use")) drop_former_options(into, later, path, remarks);
  for (auto& [name, node] : later.children) {
    const std::string full = path.empty() ? toml_key(name) : path + '.' + toml_key(name);
    const auto found = into.children.find(name);
    if (found == into.children.end()) {
      into.children.emplace(name, std::move(node));
      continue;
    }
    ConfigNode& earlier = found->second;
    if (!earlier.tables.empty() && node.is_table) {
      merge_by_place(earlier, std::move(node), full, remarks);
      continue;
    }
    if (earlier.is_table != node.is_table) {
      throw Error(ErrorKind::config, node.origin.where(),
                  shown_name(full) + " is " + (node.is_table ? "a table" : "the value " + shown_value(node.value)) + ", but " +
                      (earlier.is_table ? "a table" : "a value") + " in " + earlier.origin.where());
    }
    if (node.is_table) {
      merge_table(earlier, std::move(node), full, remarks);
    } else {
      node.order = earlier.order;
      earlier = std::move(node);
    }
  }
}

}  // namespace detail

/// Lays `later` over `into`: tables merge, everything else is replaced, lists of tables too, unless
/// `later` names one of them by its place (`augment.0.p`). Where `later` changes the plugin that a section
/// names by `use`, the section's keys from earlier layers are dropped, for they belong to the former plugin. Where it changes
/// `use` or `variant` of a part of the network, so are earlier weights, of that part and of the whole network. Each drop adds a
/// line to `remarks`.
inline void merge_layer(ConfigNode& into, ConfigNode later, std::vector<std::string>& remarks) {
  for (const std::string_view name : detail::network_sections) {
    const auto before = into.children.find(name);
    const ConfigNode* after = later.child(name);
    if (before == into.children.end() || after == nullptr) continue;
    const bool other_plugin = detail::changes(before->second, *after, "use");
    if (!other_plugin && !detail::changes(before->second, *after, "variant")) continue;
    const std::string key = other_plugin ? "use" : "variant";
    const ConfigNode& was = *before->second.child(key);
    const ConfigNode& is = *after->child(key);
    const auto drop_weights = [&](ConfigNode& table, const ConfigNode& given, const std::string& prefix) {
      const auto weights = table.children.find("weights");
      if (weights == table.children.end() || given.child("weights") != nullptr) return;
      if (weights->second.value != "") {
        remarks.push_back(is.origin.where() + ": '" + std::string(name) + '.' + key + "' is now " + shown_value(is.value) +
                          "; dropped " + prefix + "weights = " + shown_value(weights->second.value) + " (" +
                          weights->second.origin.where() + "), which were made with " + shown_value(was.value));
      }
      table.children.erase(weights);
    };
    drop_weights(into, later, "");
    if (!other_plugin) drop_weights(before->second, *after, std::string(name) + '.');
  }
  detail::merge_table(into, std::move(later), "", remarks);
}

}  // namespace docket
