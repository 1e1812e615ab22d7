/// `key=value` words of the command line.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/config/toml_reader.hpp>
#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>

namespace docket {

namespace detail {

[[nodiscard]] inline bool is_utf8(std::string_view text) {
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

/// The word for a message: one line, clipped.
[[nodiscard]] inline Origin command_line_origin(std::string_view word) {
  if (!is_utf8(word)) return {"command line", 0, 0};
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const bool plain = word.size() <= 80 && std::none_of(word.begin(), word.end(), control);
  return {"command line: " + (plain ? std::string(word) : shown_value(std::string(word))), 0, 0};
}

/// `a."b.c".d` -> {a, b.c, d}. Throws Error(config) naming `place`.
[[nodiscard]] inline std::vector<std::string> split_key(std::string_view key, const Origin& place) {
  std::vector<std::string> parts(1);
  bool quoted_part = false;
  const auto fail = [&](const std::string& why) { return Error(ErrorKind::config, place.where(), "key " + shown_name(key) + ' ' + why); };
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    if (c == '.') {
      if (parts.back().empty() && !quoted_part) throw fail("has an empty part");
      parts.emplace_back();
      quoted_part = false;
    } else if ((c == '"' || c == '\'') && parts.back().empty() && !quoted_part) {
      const auto close = key.find(c, i + 1);
      if (close == std::string_view::npos) throw fail("has an open quote");
      parts.back() = key.substr(i + 1, close - i - 1);
      quoted_part = true;
      i = close;
    } else {
      if (quoted_part) throw fail("goes on after a closing quote");
      parts.back() += c;
    }
  }
  if (parts.back().empty() && !quoted_part) throw fail("has an empty part");
  if (parts.size() > static_cast<std::size_t>(deepest_table)) throw fail("has too many parts");
  return parts;
}

/// The `=` that ends the key: the first one that is not inside a quoted part of it.
[[nodiscard]] inline std::size_t end_of_key(std::string_view word) {
  char open = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (open != 0) {
      if (word[i] == open) open = 0;
    } else if (word[i] == '=') {
      return i;
    } else if ((word[i] == '"' || word[i] == '\'') && (i == 0 || word[i - 1] == '.')) {
      open = word[i];
    }
  }
  return word.find('=');
}

/// The text as one TOML value; none when it is not exactly that (dates count as text).
[[nodiscard]] inline std::optional<ConfigNode> toml_literal(const std::string& text, int& order) {
  try {
    // Alone it must be one value, and inside brackets too: that rules out a trailing comment, comma or second line.
    ConfigNode alone = read_toml("v = " + text, "", order);
    const ConfigNode listed = read_toml("v = [" + text + "]", "", order);
    const ConfigNode* list = listed.child("v");
    if (alone.children.size() != 1 || listed.children.size() != 1 || list == nullptr || list->value.size() != 1) return std::nullopt;
    return std::move(alone.children.begin()->second);
  } catch (const Error&) {
    return std::nullopt;
  }
}

inline void set_origins(ConfigNode& node, const Origin& place) {
  node.origin = node.key_origin = place;
  for (auto& [name, child] : node.children) set_origins(child, place);
  for (ConfigNode& table : node.tables) set_origins(table, place);
}

inline void put(ConfigNode& table, std::string_view name, ConfigNode node) {
  const auto found = table.children.find(name);
  if (found == table.children.end()) {
    table.children.emplace(std::string(name), std::move(node));
  } else if (found->second.is_table && node.is_table) {
    for (auto& [key, child] : node.children) put(found->second, key, std::move(child));
  } else if (found->second.is_table != node.is_table) {
    throw Error(ErrorKind::config, node.origin.where(),
                shown_name(name) + " is " + (node.is_table ? "a table here and a value in '" : "a value here and a table in '") +
                    found->second.origin.where() + "'");
  } else {
    found->second = std::move(node);
  }
}

}  // namespace detail

/// The words as one layer of a document; a later word wins. A value that is a TOML value is taken as such, everything else
/// whole as text. Throws Error(config) naming the word.
[[nodiscard]] inline ConfigNode read_overrides(std::span<const std::string> words, int& order) {
  ConfigNode root;
  root.is_table = true;
  root.origin = root.key_origin = {"command line", 0, 0};
  for (const std::string& word : words) {
    const Origin place = detail::command_line_origin(word);
    if (!detail::is_utf8(word)) throw Error(ErrorKind::config, place.where(), "a word is not UTF-8 text");
    const std::size_t equals = detail::end_of_key(word);
    if (equals == std::string::npos) throw Error(ErrorKind::config, place.where(), "is not of the form key=value");
    const auto path = detail::split_key(std::string_view(word).substr(0, equals), place);
    if (path.front() == "extends") throw Error(ErrorKind::config, place.where(), "'extends' is read from files only");

    const std::string text = word.substr(equals + 1);
    ConfigNode node;
    if (auto literal = detail::toml_literal(text, order)) {
      node = std::move(*literal);
      if (!node.is_table && !node.value.is_string()) node.typed = text;
    } else {
      node.value = text;
    }
    node.order = order++;
    for (auto part = path.rbegin(); part != path.rend() - 1; ++part) {
      ConfigNode outer;
      outer.is_table = true;
      outer.order = node.order;
      outer.children.emplace(*part, std::move(node));
      node = std::move(outer);
    }
    detail::set_origins(node, place);
    detail::put(root, path.front(), std::move(node));
  }
  return root;
}

}  // namespace docket
