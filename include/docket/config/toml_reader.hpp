/// TOML text to a ConfigNode tree, every value with its place. The one header that sees toml++; link with toml_dep.
#pragma once

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include <docket/config/config_node.hpp>
#include <docket/core/error.hpp>

namespace docket {

namespace detail {

/// The most parts a dotted key may have. toml++ bounds nested brackets itself, but not dotted keys, whose tables it
/// destroys by recursion.
inline constexpr int most_key_parts = 32;

/// How deep tables may lie in one layer; half of what a header can say, so that every document can be written.
inline constexpr int deepest_table = 16;

/// The line of the first dotted key with too many parts; 0 when there is none. Follows strings and comments.
[[nodiscard]] inline int line_of_overlong_key(std::string_view text) {
  int line = 1;
  int dots = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const bool long_string = text.substr(i, 3) == std::string(3, c);
      i += long_string ? 3 : 1;
      for (; i < text.size(); ++i) {
        if (text[i] == '\n') {
          ++line;
          if (!long_string) break;
        }
        if (text[i] == '\\' && c == '"') {
          ++i;
          if (i < text.size() && text[i] == '\n') ++line;
        } else if (text[i] == c && (!long_string || text.substr(i, 3) == std::string(3, c))) {
          if (long_string) {
            i += 2;
            for (int extra = 0; extra < 2 && text.substr(i + 1, 1) == std::string(1, c); ++extra) ++i;
          }
          break;
        }
      }
      continue;
    }
    if (c == '#') {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (c == '.') {
      if (++dots >= most_key_parts) return line;
    } else if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) {
      dots = 0;
      line += c == '\n';
    }
  }
  return 0;
}

class TomlConverter {
 public:
  TomlConverter(const std::string& file, int& order) : file_(file), order_(order) {}

  [[nodiscard]] ConfigNode table(const toml::table& source) {
    if (depth_ > deepest_table) {
      throw Error(ErrorKind::config, place(source.source()).where(), "tables lie deeper than " + std::to_string(deepest_table));
    }
    ConfigNode made;
    made.is_table = true;
    made.origin = made.key_origin = place(source.source());
    made.order = order_++;
    std::vector<std::pair<const toml::key*, const toml::node*>> sorted;
    for (const auto& [key, node] : source) sorted.emplace_back(&key, &node);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first->source().begin < b.first->source().begin; });
    for (const auto& [key, node] : sorted) {
      ConfigNode child;
      if (const auto* nested = node->as_table()) {
        ++depth_;
        child = table(*nested);
        --depth_;
      } else {
        child.value = value(*node);
        child.origin = place(node->source());
        child.order = order_++;
        child.tables = tables(*node);
      }
      child.key_origin = place(key->source());
      made.children.emplace(std::string(key->str()), std::move(child));
    }
    return made;
  }

 private:
  /// The elements of [[name]], or of an inline list of tables.
  [[nodiscard]] std::vector<ConfigNode> tables(const toml::node& node) {
    std::vector<ConfigNode> made;
    const toml::array* array = node.as_array();
    if (array == nullptr || array->empty() || !array->is_homogeneous(toml::node_type::table)) return made;
    ++depth_;
    for (const auto& element : *array) made.push_back(table(*element.as_table()));
    --depth_;
    return made;
  }

  [[nodiscard]] nlohmann::json value(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* whole = node.as_integer()) return whole->get();
    if (const auto* number = node.as_floating_point()) return number->get();
    if (const auto* truth = node.as_boolean()) return truth->get();
    if (const auto* array = node.as_array()) {
      nlohmann::json list = nlohmann::json::array();
      for (const auto& element : *array) list.push_back(value(element));
      return list;
    }
    if (const auto* table = node.as_table()) {
      nlohmann::json object = nlohmann::json::object();
      for (const auto& [key, element] : *table) object[std::string(key.str())] = value(element);
      return object;
    }
    throw Error(ErrorKind::config, place(node.source()).where(), "is a date or a time, which no option takes; quote it to make it text");
  }

  [[nodiscard]] Origin place(const toml::source_region& region) const {
    return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

  const std::string& file_;
  int& order_;
  int depth_ = 0;
};

}  // namespace detail

/// `file` is how messages name the text; `order` counts nodes across the layers of one document.
/// Throws Error(config) with line and column.
[[nodiscard]] inline ConfigNode read_toml(std::string_view text, const std::string& file, int& order) {
  if (const int line = detail::line_of_overlong_key(text)) {
    throw Error(ErrorKind::config, Origin{file, line, 1}.where(),
                "a dotted key has more than " + std::to_string(detail::most_key_parts) + " parts");
  }
  try {
    const toml::table parsed = toml::parse(text, std::string_view(file));
    ConfigNode root = detail::TomlConverter(file, order).table(parsed);
    root.origin = root.key_origin = {file, 0, 0};
    return root;
  } catch (const toml::parse_error& error) {
    const auto begin = error.source().begin;
    const Origin place{file, static_cast<int>(begin.line), static_cast<int>(begin.column)};
    throw Error(ErrorKind::config, place.where(), "not TOML: " + std::string(error.description()));
  }
}

}  // namespace docket
