/// What may stand where a pipeline is asked for: a TOML file; a checkpoint, which carries its pipeline; a run, for its best checkpoint.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/checkpoint_scores.hpp>
#include <docket/pipeline/weights_file.hpp>

namespace docket {

struct PipelineFile {
  ConfigDocument config;
  /// The checkpoint itself, where `config` came out of one.
  std::optional<std::filesystem::path> weights;
};

/// The checkpoint of a run folder with the best validation, by checkpoint.monitor; the newest is often another one. Throws
/// Error(config) where none was validated.
[[nodiscard]] inline std::filesystem::path best_checkpoint(const std::filesystem::path& run) {
  const auto best = best_of(read_checkpoint_scores(run / "checkpoints"));
  if (!best) throw Error(ErrorKind::config, run.string(), "is a folder without a validated checkpoint (checkpoints/scores.json); wanted a pipeline's TOML file, a checkpoint or a run");
  return run / "checkpoints" / best->first;
}

/// The checkpoint that `named` stands for: of a run's folder its best one, else the file itself. Throws as best_checkpoint does.
[[nodiscard]] inline std::filesystem::path checkpoint_of(const std::filesystem::path& named) {
  std::error_code ignored;
  return std::filesystem::is_directory(named, ignored) ? best_checkpoint(named) : named;
}

/// Reads `named` with the command line's `key=value` words on top. A name that ends in .ckpt or .safetensors is a checkpoint, a folder
/// is a run. Throws Error(config), or Error(model) when the checkpoint carries no pipeline.
inline PipelineFile read_pipeline_file(const std::filesystem::path& named, std::span<const std::string> overrides) {
  const std::filesystem::path file = checkpoint_of(named);
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
