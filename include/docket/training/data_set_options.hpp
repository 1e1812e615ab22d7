/// [data.train] and [data.val] as the configuration has them: files of annotations and the folders of their pictures.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/training/options.hpp>

namespace docket {

/// Tables inside [data].
inline constexpr std::string_view data_tables[] = {"train", "val"};

/// Reads `section` ("data.train"); a plain string stands for a list of one.
[[nodiscard]] inline DataSetOptions read_data_set_options(const ConfigDocument& config, const std::string& section) {
  OptionTable table = option_table(data_set_schema);
  const ConfigNode* node = &config.root();
  for (const std::string& part : {section.substr(0, section.find('.')), section.substr(section.find('.') + 1)}) {
    node = node != nullptr && node->is_table ? node->child(part) : nullptr;
  }
  for (OptionInfo& option : table) {
    const ConfigNode* value = node != nullptr && node->is_table ? node->child(option.name) : nullptr;
    if (value != nullptr && !value->is_table && !value->value.is_array()) option.type = OptionType::string;
  }
  nlohmann::json values = config.read(section, table);
  for (auto& value : values) {
    if (value.is_string()) value = nlohmann::json::array({value});
  }
  DataSetOptions read = parse_options(data_set_schema, values);
  if (read.annotations.empty()) throw Error(ErrorKind::config, section + ".annotations", "names no dataset JSON");
  if (read.images.empty()) throw Error(ErrorKind::config, section + ".images", "names no folder of pictures");
  if (read.images.size() == 1) read.images.resize(read.annotations.size(), read.images.front());
  if (read.images.size() != read.annotations.size()) {
    throw Error(ErrorKind::config, section + ".images",
                "has " + std::to_string(read.images.size()) + " folders for " + std::to_string(read.annotations.size()) +
                    " files of annotations; give one for each, or one for all");
  }
  return read;
}

}  // namespace docket
