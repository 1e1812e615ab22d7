/// The declared options as Markdown tables.
#pragma once

#include <cmath>
#include <span>
#include <string>

#include <docket/config/json_schema.hpp>
#include <docket/config/option_table.hpp>
#include <docket/config/toml_text.hpp>

namespace docket {

namespace detail {

/// Text in a table's cell: `|` would end it.
[[nodiscard]] inline std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? "\\|" : std::string(1, c);
  return escaped;
}

/// What an option takes: "0 to 1", "`box`, `polygon`", "list of strings".
[[nodiscard]] inline std::string allowed_text(const OptionInfo& option) {
  std::string text;
  for (const std::string& choice : option.choices) text += (text.empty() ? "`" : ", `") + choice + '`';
  if (!text.empty()) return text;
  const bool list =
      option.type == OptionType::integers || option.type == OptionType::numbers || option.type == OptionType::strings;
  switch (option.type) {
    case OptionType::boolean: return "`true`, `false`";
    case OptionType::string: return "string";
    case OptionType::strings: return "string or list of strings";
    case OptionType::integer:
    case OptionType::integers: text = list ? "list of whole numbers" : "whole number"; break;
    case OptionType::number:
    case OptionType::numbers: text = list ? "list of numbers" : "number"; break;
  }
  if (std::isfinite(option.range.min) && std::isfinite(option.range.max)) {
    return text + ", " + number_text(option.range.min) + " to " + number_text(option.range.max);
  }
  if (std::isfinite(option.range.min)) return text + ", at least " + number_text(option.range.min);
  if (std::isfinite(option.range.max)) return text + ", at most " + number_text(option.range.max);
  return text;
}

[[nodiscard]] inline std::string markdown_table(const OptionTable& options) {
  if (options.empty()) return "No options.\n";
  std::string text = "| key | default | takes | |\n|---|---|---|---|\n";
  for (const OptionInfo& option : options) {
    text += "| `" + option.name + "` | `" + cell(toml_value(option.default_value)) + "` | " + cell(allowed_text(option)) +
            " | " + cell(option.sentence) + " |\n";
  }
  return text;
}

}  // namespace detail

[[nodiscard]] inline std::string options_markdown(std::span<const SectionTable> host_sections,
                                                  std::span<const StageTables> stages) {
  std::string text;
  const auto title = [&](const std::string& heading) { text += (text.empty() ? "## " : "\n## ") + heading + "\n\n"; };
  for (const SectionTable& table : host_sections) {
    title(table.section.empty() ? "Outside any section" : "[" + table.section + "]");
    text += detail::markdown_table(table.options);
  }
  for (const StageTables& stage : stages) {
    const std::string heading = stage.repeats ? "[[" + stage.section + "]]" : "[" + stage.section + "]";
    if (!stage.host_options.empty()) {
      title(heading + (stage.repeats ? ", every step" : ", every plugin"));
      text += detail::markdown_table(stage.host_options);
    }
    for (const StageTables::Plugin& plugin : stage.plugins) {
      title(heading + " use = " + toml_string(plugin.name));
      text += plugin.description + ".\n\n" + detail::markdown_table(plugin.options);
    }
  }
  return text;
}

}  // namespace docket
