#include "export.hpp"

#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include <toml++/toml.h>

#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/pipeline/weights_file.hpp>

namespace docket {
namespace {

/// The pipeline without what only training reads: paths of somebody's data and settings that no longer matter.
std::string prediction_part(const std::string& config, const std::string& where) {
  try {
    const toml::table whole = toml::parse(config);
    toml::table kept;
    for (const char* section : {"backbone", "decoder", "head", "postprocess", "input"}) {
      if (const toml::node* node = whole.get(section)) kept.insert(section, *node);
    }
    if (toml::table* backbone = kept["backbone"].as_table()) backbone->erase("weights");
    std::ostringstream text;
    text << kept << "\n";
    return text.str();
  } catch (const toml::parse_error& error) {
    throw Error(ErrorKind::model, where, std::string("carries a damaged pipeline: ") + std::string(error.description()));
  }
}

}  // namespace

int run_export(const CommandLine& line) {
  line.expect_words(2, 2);
  const std::filesystem::path source = checkpoint_of(line.words()[0]);
  const std::filesystem::path target = line.words()[1];
  if (std::filesystem::exists(target)) throw Error(ErrorKind::config, target.string(), "exists already; remove it, or name another file");
  const SafetensorsFile checkpoint = read_safetensors(source);
  SafetensorsFile weights = network_weights(checkpoint);
  const auto config = checkpoint.metadata.find(config_metadata_key);
  if (config == checkpoint.metadata.end()) throw Error(ErrorKind::model, source.string(), "carries no pipeline, so it is no checkpoint of docket");
  weights.metadata.clear();
  weights.metadata[config->first] = prediction_part(config->second, source.string());
  for (auto& [name, tensor] : weights.tensors) {
    if (line.has("half") && tensor.is_floating_point()) tensor = tensor.to(at::kHalf);
  }
  write_safetensors(target, weights);
  std::cout << target.string() << ": " << weights.tensors.size() << " tensors, " << std::filesystem::file_size(target) << " bytes\n";
  return 0;
}

}  // namespace docket
