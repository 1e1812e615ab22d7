/// What may stand where a pipeline is asked for: a TOML file, or a checkpoint, which carries its pipeline.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/weights_file.hpp>

namespace docket {

struct PipelineFile {
  ConfigDocument config;
  /// The checkpoint itself, where `config` came out of one.
  std::optional<std::filesystem::path> weights;
};

/// Reads `file` with the command line's `key=value` words on top. A name that ends in .ckpt or .safetensors is a checkpoint.
/// Throws Error(config), or Error(model) when the checkpoint carries no pipeline.
inline PipelineFile read_pipeline_file(const std::filesystem::path& file, std::span<const std::string> overrides) {
  const std::string suffix = file.extension().string();
  if (suffix != ".ckpt" && suffix != ".safetensors") return {ConfigDocument::load(file, overrides), std::nullopt};
  const SafetensorsFile checkpoint = read_safetensors(file);
  const auto found = checkpoint.metadata.find(config_metadata_key);
  if (found == checkpoint.metadata.end()) {
    throw Error(ErrorKind::model, file.string(),
                std::string("carries no pipeline (metadata '") + config_metadata_key + "'); name a pipeline file and give this one as --weights");
  }
  return {ConfigDocument::from_text(found->second, file.string(), overrides), file};
}

}  // namespace docket
