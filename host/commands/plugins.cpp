#include "plugins.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <docket/config/option_table.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/plugins/catalog.hpp>

#include "../verbs.hpp"
#include "new_plugin.hpp"
#include "plugin_folders.hpp"

namespace docket {

namespace {

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) text += row[i] + std::string(i + 1 < row.size() ? widths[i] - row[i].size() + 2 : 0, ' ');
    std::cout << text << "\n";
  }
}

int list(const CommandLine& line) {
  line.expect_words(0, 1);
  const Catalog catalog = scan_plugins(line);
  std::vector<std::vector<std::string>> rows;
  std::size_t refused = 0;
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (plugin.refusal) ++refused;
    else if (!line.has("refused")) rows.push_back({plugin.stage, plugin.name, plugin.description, plugin.path.string()});
  }
  print_table(rows);
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (plugin.refusal) std::cout << "refused  " << plugin.path.string() << ": " << *plugin.refusal << "\n";
  }
  if (catalog.plugins().empty()) {
    std::cout << "no plugins in:";
    for (const auto& folder : plugin_folders(line)) std::cout << " " << folder.string();
    std::cout << "\n";
  }
  return 0;
}

std::string bounds_text(const OptionInfo& option) {
  if (!option.choices.empty()) {
    std::string text;
    for (const std::string& choice : option.choices) text += (text.empty() ? "" : " | ") + choice;
    return text;
  }
  if (option.type == OptionType::boolean) return "true | false";
  if (option.type == OptionType::string || option.type == OptionType::strings) return "text";
  const auto number = [](double value) { return std::isinf(value) ? std::string(value < 0 ? "-inf" : "inf") : nlohmann::json(value).dump(); };
  return "[" + number(option.range.min) + ", " + number(option.range.max) + "]";
}

std::string type_text(OptionType type) {
  switch (type) {
    case OptionType::boolean: return "boolean";
    case OptionType::integer: return "integer";
    case OptionType::number: return "number";
    case OptionType::string: return "text";
    case OptionType::integers: return "list of integers";
    case OptionType::numbers: return "list of numbers";
    case OptionType::strings: return "list of texts";
  }
  return "";
}

void print_plugin(const PluginInfo& plugin) {
  std::cout << plugin.stage << " " << plugin.name << ": " << plugin.description << "\n"
            << "file     " << plugin.path.string() << "\n";
  if (!plugin.content_hash.empty()) std::cout << "sha256   " << plugin.content_hash << "\n";
  std::cout << "API      " << plugin.api_major << "." << plugin.api_minor << ", tier " << plugin.tier << "\n";
  if (plugin.fingerprint) {
    const Fingerprint& built = *plugin.fingerprint;
    std::cout << "built    LibTorch " << built.libtorch << ", " << built.compiler << ", ABI " << built.cxx_abi << ", CUDA " << built.cuda << ", headers "
              << built.headers << "\n";
  }
  if (plugin.refusal) std::cout << "refused  " << *plugin.refusal << "\n";
  if (plugin.options.empty()) std::cout << "no options\n";
  std::vector<std::vector<std::string>> rows = {{"option", "type", "default", "range", ""}};
  for (const OptionInfo& option : plugin.options) {
    rows.push_back({option.name, type_text(option.type), option.default_value.dump(), bounds_text(option), option.sentence});
  }
  if (rows.size() > 1) print_table(rows);
}

int show_plugin(const CommandLine& line) {
  line.expect_words(2, 2);
  const std::string wanted = line.words()[1];
  const Catalog catalog = scan_plugins(line);
  std::vector<std::string> names;
  bool found = false;
  for (const PluginInfo& plugin : catalog.plugins()) {
    names.push_back(plugin.name);
    if (plugin.name != wanted && plugin.stage + "/" + plugin.name != wanted) continue;
    if (found) std::cout << "\n";
    print_plugin(plugin);
    found = true;
  }
  if (!found) throw Error(ErrorKind::plugin, "plugin '" + wanted + "'", "no such plugin" + suggestion(wanted, names));
  return 0;
}

/// Says whether the host would use the file; the exit code is 3 when not.
int tell(const PluginInfo& plugin) {
  if (plugin.refusal) {
    std::cout << plugin.path.string() << ": refused: " << *plugin.refusal << "\n";
    return static_cast<int>(ErrorKind::plugin);
  }
  std::cout << plugin.path.string() << ": used as the " << plugin.stage << " '" << plugin.name << "'\n";
  return 0;
}

/// As the next scan would see it: with remembered verdicts, and after the plugins that come first.
int why(const CommandLine& line) {
  line.expect_words(2, 2);
  const std::filesystem::path file = line.words()[1];
  PluginInfo plugin = examine_plugin(file);
  const Catalog catalog = scan_plugins(line);
  for (const PluginInfo& other : catalog.plugins()) {
    std::error_code ignored;
    if (std::filesystem::equivalent(other.path, file, ignored)) return tell(other);
  }
  const int code = tell(plugin);
  std::cout << "it lies in none of the plugin folders; --plugins " << (file.has_parent_path() ? file.parent_path().string() : ".")
            << " adds its folder\n";
  return code;
}

/// Tries the file again, whatever is remembered about it.
int check(const CommandLine& line) {
  line.expect_words(2, 2);
  const PluginInfo plugin = examine_plugin(line.words()[1], {.use_cache = false});
  if (!plugin.refusal) print_plugin(plugin);
  return tell(plugin);
}

int make_new(const CommandLine& line) {
  line.expect_words(3, 3);
  const std::string& stage = line.words()[1];
  if (stage != "backbone") {
    throw Error(ErrorKind::config, "command line", "'" + stage + "' cannot be started by 'docket plugins new'; a backbone can");
  }
  write_new_backbone(line.text("into"), line.words()[2]);
  return 0;
}

}  // namespace

int run_plugins(const CommandLine& line) {
  static const Verb verbs[] = {{"list", list}, {"show", show_plugin}, {"why", why}, {"check", check}, {"new", make_new}};
  return run_verb(line, "plugins", verbs, "list");
}

}  // namespace docket
