/// The [[augment]] tables of a configuration, checked. Needs no OpenCV.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/data/augment/options.hpp>

namespace docket {

/// One table: a kind of augment_kinds() and what was given for it.
struct AugmentEntry {
  std::string use;
  double p = 0.5;
  nlohmann::json values;         // without use, p and of
  std::vector<AugmentEntry> of;  // one_of: at least one
  std::string where;             // for messages
};

namespace detail {

[[nodiscard]] inline const AugmentKind& find_kind(const std::vector<AugmentKind>& kinds, const ConfigNode& table, const std::string& heading) {
  const ConfigNode* use = table.child("use");
  const auto name = use == nullptr ? std::nullopt : use->as_text();
  std::vector<std::string> names;
  for (const AugmentKind& kind : kinds) {
    if (name && *name == kind.name) return kind;
    names.push_back(kind.name);
  }
  if (use == nullptr) throw Error(ErrorKind::config, table.origin.where(), "[[" + heading + "]] names no step; set 'use'");
  if (!name) throw Error(ErrorKind::config, use->origin.where(), "'use' of [[" + heading + "]] must be a string");
  throw Error(ErrorKind::config, use->origin.where(), "no step " + shown_name(*name) + " of [[" + heading + "]]" + suggestion(*name, names));
}

/// x_min must not be above x_max.
inline void check_ranges(const AugmentKind& kind, const ConfigNode& table, const nlohmann::json& values) {
  for (const OptionInfo& low : kind.options) {
    if (!low.name.ends_with("_min")) continue;
    const std::string other = low.name.substr(0, low.name.size() - 3) + "max";
    const auto high = std::find_if(kind.options.begin(), kind.options.end(), [&](const OptionInfo& option) { return option.name == other; });
    if (high == kind.options.end()) continue;
    const auto number = [&](const OptionInfo& option) { return values.value(option.name, option.default_value); };
    if (number(low).get<double>() <= number(*high).get<double>()) continue;
    const ConfigNode* given = table.child(other) != nullptr ? table.child(other) : table.child(low.name);
    throw Error(ErrorKind::config, given->origin.where(),
                "'" + other + "' is " + shown_value(number(*high)) + ", below '" + low.name + "', " + shown_value(number(low)));
  }
}

[[nodiscard]] inline std::vector<AugmentEntry> read_entries(const std::vector<ConfigNode>& tables, const std::string& heading) {
  static const std::vector<AugmentKind> kinds = augment_kinds();
  std::vector<AugmentEntry> entries;
  for (const ConfigNode& table : tables) {
    const AugmentKind& kind = find_kind(kinds, table, heading);
    const bool chooses = kind.name == one_of_name;
    OptionTable options = option_table(augment_step_schema);
    options.insert(options.end(), kind.options.begin(), kind.options.end());
    static constexpr std::string_view also[] = {"use", "of"};
    AugmentEntry entry{kind.name, AugmentStepOptions{}.p, check_section("[" + heading + "]", table, options, std::span(also).first(chooses ? 2 : 1)), {}, table.origin.where()};
    check_ranges(kind, table, entry.values);
    if (entry.values.contains("p")) entry.p = entry.values["p"];
    entry.values.erase("p");
    if (chooses) {
      const ConfigNode* choices = table.child("of");
      if (choices == nullptr || choices->tables.empty()) {
        throw Error(ErrorKind::config, table.origin.where(), "one_of has no [[" + heading + ".of]] to choose from");
      }
      entry.of = read_entries(choices->tables, heading + ".of");
      if (std::all_of(entry.of.begin(), entry.of.end(), [](const AugmentEntry& choice) { return choice.p == 0; })) {
        throw Error(ErrorKind::config, choices->origin.where(), "every choice of one_of has p = 0");
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace detail

/// Throws Error(config) at the first wrong table or key.
[[nodiscard]] inline std::vector<AugmentEntry> read_augment(const ConfigDocument& config) {
  return detail::read_entries(config.tables("augment"), "augment");
}

}  // namespace docket
