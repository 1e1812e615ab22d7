/// A ConfigNode tree as TOML text.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/config/toml_text.hpp>

namespace docket {

namespace detail {

class TomlWriter {
 public:
  explicit TomlWriter(bool with_origins) : with_origins_(with_origins) {}

  /// `element`: one of several [[path]].
  void table(const ConfigNode& table, const std::string& path, bool element = false) {
    std::vector<std::pair<std::string, std::string>> lines;  // "key = value", origin
    std::size_t widest = 0;
    for (const auto& [name, node] : table.in_order()) {
      if (node->is_table || !node->tables.empty()) continue;
      const bool as_text = node->taken_as_text && node->typed;
      lines.emplace_back(toml_key(name) + " = " + (as_text ? toml_string(*node->typed) : toml_value(node->value)),
                         node->origin.from_command_line() ? "command line" : node->origin.where());
      if (columns(lines.back().first) <= widest_aligned) widest = std::max(widest, columns(lines.back().first));
    }
    const std::string heading = element ? "[[" + path + "]]\n" : "[" + path + "]\n";
    if (!path.empty() && (element || !lines.empty() || table.children.empty())) text += (text.empty() ? "" : "\n") + heading;
    for (const auto& [line, origin] : lines) {
      text += line;
      if (with_origins_) text += std::string(widest - std::min(widest, columns(line)), ' ') + "  # " + one_line(origin);
      text += '\n';
    }
    for (const auto& [name, node] : table.in_order()) {
      const std::string full = path.empty() ? toml_key(name) : path + '.' + toml_key(name);
      if (node->is_table) this->table(*node, full);
      for (const ConfigNode& one : node->tables) this->table(one, full, true);
    }
  }

  /// Text that may stand in a comment.
  [[nodiscard]] static std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return line;
  }

  std::string text;

 private:
  static constexpr std::size_t widest_aligned = 60;

  /// Code points, which is near enough to the width on a terminal.
  [[nodiscard]] static std::size_t columns(std::string_view line) {
    return static_cast<std::size_t>(
        std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }

  bool with_origins_;
};

}  // namespace detail

/// Valid TOML that reads back to the same values; with `with_origins`, `remarks` come first and each value's origin behind it.
[[nodiscard]] inline std::string write_toml(const ConfigNode& root, std::span<const std::string> remarks, bool with_origins) {
  detail::TomlWriter writer(with_origins);
  if (with_origins) {
    for (const std::string& remark : remarks) writer.text += "# " + detail::TomlWriter::one_line(remark) + '\n';
  }
  writer.table(root, "");
  return std::move(writer.text);
}

}  // namespace docket
