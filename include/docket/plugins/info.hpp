/// What the host knows about a plugin before any of its code runs.
#pragma once

#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <docket/config/option_table.hpp>
#include <docket/core/error.hpp>
#include <docket/plugins/fingerprint.hpp>

namespace docket {

using Fingerprint = BasicFingerprint<std::string>;

struct PluginInfo {
  std::string name;  // the file's stem when the file has no readable note
  std::string stage;
  std::string description;
  std::filesystem::path path;
  std::string content_hash;  // SHA-256; empty for a file that was not hashed because its note already refuses it
  int tier = 0;
  int api_major = 0;
  int api_minor = 0;
  std::optional<Fingerprint> fingerprint;  // tier 2 only
  OptionTable options;
  std::optional<std::string> refusal;  // why it is not used, and what mends it
};

namespace detail {

inline bool is_plain_word(std::string_view word) {
  return !word.empty() && word.size() <= 64 && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == word.npos;
}

/// A text of the note, which ends up on a terminal: no control characters.
inline std::string printable_text(const nlohmann::json& object, const char* key) {
  auto text = object.at(key).get<std::string>();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

inline OptionType parse_option_type(const std::string& name) {
  static constexpr std::pair<std::string_view, OptionType> types[] = {
      {"boolean", OptionType::boolean}, {"integer", OptionType::integer},   {"number", OptionType::number}, {"string", OptionType::string},
      {"integers", OptionType::integers}, {"numbers", OptionType::numbers}, {"strings", OptionType::strings}};
  for (const auto& [known, type] : types) {
    if (name == known) return type;
  }
  throw Error(ErrorKind::plugin, "", "unknown option type '" + name + "'");
}

inline OptionInfo parse_option(const nlohmann::json& object) {
  OptionInfo option;
  option.name = printable_text(object, "name");
  if (!is_plain_word(option.name)) throw Error(ErrorKind::plugin, "", "an option is named '" + option.name + "'");
  option.type = parse_option_type(object.at("type").get<std::string>());
  option.range.min = object.value("min", option.range.min);
  option.range.max = object.value("max", option.range.max);
  for (const nlohmann::json& choice : object.value("choices", nlohmann::json::array())) option.choices.push_back(choice.get<std::string>());
  option.sentence = printable_text(object, "sentence");
  option.default_value = object.at("default");
  return option;
}

/// Fills `info` from the note's text. Throws Error or nlohmann's exceptions when the note is damaged.
inline void parse_note(const std::string& text, PluginInfo& info) {
  const nlohmann::json note = nlohmann::json::parse(text);
  auto name = printable_text(note, "name");
  if (!is_plain_word(name)) {
    throw Error(ErrorKind::plugin, "", "the plugin's name is '" + name + "'; it is made of lower case letters, digits, '_' and '-'");
  }
  info.name = std::move(name);
  info.stage = printable_text(note, "stage");
  info.description = printable_text(note, "description");
  info.api_major = note.at("api").at(0).get<int>();
  info.api_minor = note.at("api").at(1).get<int>();
  info.tier = note.at("tier").get<int>();
  if (info.tier == 2) {
    const nlohmann::json& built = note.at("fingerprint");
    info.fingerprint = Fingerprint{printable_text(built, "libtorch"), printable_text(built, "cxx_abi"), printable_text(built, "compiler"),
                                   printable_text(built, "cuda"), printable_text(built, "headers")};
  }
  for (const nlohmann::json& option : note.at("options")) info.options.push_back(parse_option(option));
}

}  // namespace detail
}  // namespace docket
