/// The tree a configuration is held in: tables of named nodes, with values at the leaves.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/origin.hpp>

namespace docket {

/// A table or a value. Lists are values; a list of tables ([[name]]) holds them as nodes too.
struct ConfigNode {
  Origin key_origin;  // where the key or the table's header stands
  Origin origin;      // where the value stands
  int order = 0;      // among all nodes: as written, earlier layers first
  bool is_table = false;
  std::map<std::string, ConfigNode, std::less<>> children;
  nlohmann::json value;
  std::vector<ConfigNode> tables;  // of a list that holds nothing else
  std::optional<std::string> typed;  // command line only: the text as typed, which a string option takes whole
  mutable bool taken_as_text = false;  // a string option has read `typed`

  [[nodiscard]] const ConfigNode* child(std::string_view name) const {
    const auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
  }

  /// The value as a string option sees it; none when it is something else.
  [[nodiscard]] std::optional<std::string> as_text() const {
    if (is_table) return std::nullopt;
    if (value.is_string()) return value.get<std::string>();
    if (typed) taken_as_text = true;
    return typed;
  }

  /// Children in the order they were written.
  [[nodiscard]] std::vector<std::pair<std::string_view, const ConfigNode*>> in_order() const {
    std::vector<std::pair<std::string_view, const ConfigNode*>> sorted;
    sorted.reserve(children.size());
    for (const auto& [name, node] : children) sorted.emplace_back(name, &node);
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second->order < b.second->order; });
    return sorted;
  }
};

}  // namespace docket
