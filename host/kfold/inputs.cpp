#include "inputs.hpp"

#include <map>
#include <string_view>
#include <utility>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/log.hpp>
#include <docket/data/dataset_problems.hpp>
#include <docket/training/data_set_options.hpp>

#include "../commands/pipeline_tables.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

/// The host's own sections are read once, so that a key which nothing reads is an error now and not a fold that is none; the
/// stages' keys are checked when the first fold trains.
void expect_known_keys(const ConfigDocument& config) {
  const std::vector<SectionTable> tables = host_section_tables();
  std::vector<std::string_view> known = {"augment"};
  for (const StageSection& stage : stage_sections) known.push_back(stage.section);
  for (const SectionTable& table : tables) known.push_back(std::string_view(table.section).substr(0, table.section.find('.')));
  for (const OptionInfo& option : tables.front().options) known.push_back(option.name);
  config.expect_sections(known);
  for (const SectionTable& table : tables) {
    if (table.section.empty()) continue;
    (void)config.read(table.section, table.options, table.section == "data" ? std::span<const std::string_view>(data_tables) : std::span<const std::string_view>());
  }
}

/// Annotations -> folder of its pictures, of all sets that the pipeline names.
std::map<fs::path, fs::path> folders_of(const ConfigDocument& config) {
  std::map<fs::path, fs::path> folders;
  for (const char* section : {"data.train", "data.val"}) {
    if (!config.has(section)) continue;
    const DataSetOptions sets = read_data_set_options(config, section);
    for (std::size_t i = 0; i < sets.annotations.size(); ++i) folders.emplace(fs::path(sets.annotations[i]).lexically_normal(), sets.images[i]);
  }
  return folders;
}

std::vector<fs::path> find_image_folders(const CommandLine& line, const Inputs& inputs) {
  std::vector<fs::path> folders;
  for (const std::string& folder : line.texts("images")) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored)) throw Error(ErrorKind::data, folder, "is no folder (--images)");
    folders.emplace_back(folder);
  }
  if (folders.size() == 1) folders.resize(inputs.annotations.size(), folders.front());
  if (!folders.empty() && folders.size() != inputs.annotations.size()) {
    throw Error(ErrorKind::config, "--images", std::to_string(folders.size()) + " folders for " + counted(inputs.annotations.size(), "file") + " of annotations; give one for each, or one for all");
  }
  if (!folders.empty() || !inputs.config) return folders;
  const std::map<fs::path, fs::path> known = folders_of(*inputs.config);
  bool all_same = !known.empty();
  for (const auto& [annotations, folder] : known) all_same = all_same && folder == known.begin()->second;
  for (const fs::path& annotations : inputs.annotations) {
    const auto found = known.find(annotations.lexically_normal());
    if (found == known.end() && !all_same) {
      throw Error(ErrorKind::config, annotations.string(), "the pipeline names no folder of pictures for it; add --images DIR");
    }
    folders.push_back(found != known.end() ? found->second : known.begin()->second);
  }
  return folders;
}

}  // namespace

Inputs read_inputs(const CommandLine& line, const std::vector<std::string>& words) {
  Inputs inputs;
  for (const std::string& word : words) {
    if (fs::path(word).extension() != ".toml") {
      inputs.annotations.emplace_back(word);
    } else if (inputs.pipeline) {
      throw Error(ErrorKind::config, "command line", "'" + word + "' is a second pipeline beside '" + inputs.pipeline->string() + "'; the folds are of one");
    } else {
      inputs.pipeline = word;
    }
  }
  if (!inputs.pipeline && !line.overrides().empty()) {
    throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' sets a pipeline's key, and no pipeline (.toml) is named");
  }
  if (!inputs.pipeline && inputs.annotations.empty()) throw Error(ErrorKind::config, "command line", "nothing to split: name dataset JSON files or a pipeline (docket kfold --help)");
  if (inputs.pipeline) {
    for (const std::string& word : line.overrides()) {
      if (word.starts_with("data.train") || word.starts_with("data.val"))
        throw Error(ErrorKind::config, "command line: " + word, "the folds set data.train and data.val; name the JSON files to split and --images instead");
    }
    inputs.config = ConfigDocument::load(*inputs.pipeline, line.overrides());
    expect_known_keys(*inputs.config);
    if (inputs.annotations.empty()) {
      for (const std::string& file : read_data_set_options(*inputs.config, "data.train").annotations) inputs.annotations.emplace_back(file);
    }
  }
  inputs.images = find_image_folders(line, inputs);
  return inputs;
}

void expect_pictures(const Inputs& inputs, const folds::ImagePool& pool, const std::vector<folds::HeldOut>& held_out) {
  if (inputs.images.empty()) return;
  std::vector<std::string> missing;
  for (const folds::PoolImage& image : pool.images) {
    const fs::path file = inputs.images[image.input] / image.name;
    if (std::error_code ignored; !fs::is_regular_file(file, ignored)) missing.push_back(file.string());
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::data, inputs.annotations.front().string(),
                grouped(missing.size()) + " of " + counted(pool.images.size(), "picture") + (missing.size() == 1 ? " is" : " are") + " not there: " + first_places(missing) + "; --images names another folder");
  }
  std::vector<std::size_t> fold_of(pool.images.size());
  for (std::size_t fold = 0; fold < held_out.size(); ++fold) {
    for (const std::size_t image : held_out[fold]) fold_of[image] = fold;
  }
  std::map<std::string, std::size_t> known;
  std::vector<std::string> shared;
  for (std::size_t i = 0; i < pool.images.size(); ++i) {
    const auto [first, is_new] = known.emplace(sha256_of_file(inputs.images[pool.images[i].input] / pool.images[i].name), i);
    if (!is_new && fold_of[first->second] != fold_of[i]) shared.push_back(pool.images[i].name + " is " + pool.images[first->second].name);
  }
  if (shared.empty()) return;
  const std::string text = counted(shared.size(), "picture") + (shared.size() == 1 ? " stands" : " stand") + " in two folds under two names: " + first_places(shared);
  if (inputs.config && !inputs.config->read("data", data_schema, data_tables).allow_leakage)
    throw Error(ErrorKind::data, inputs.annotations.front().string(), text + "; leave one of them out, or say data.allow_leakage=true");
  log_warning(text);
}

}  // namespace docket::kfold
