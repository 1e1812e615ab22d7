#include "export.hpp"

#include <filesystem>
#include <iostream>
#include <utility>

#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>
#include <docket/pipeline/weights_file.hpp>

namespace docket {

int run_export(const CommandLine& line) {
  line.expect_words(2, 2);
  const std::filesystem::path source = line.words()[0];
  const std::filesystem::path target = line.words()[1];
  if (std::filesystem::exists(target)) throw Error(ErrorKind::config, target.string(), "exists already; remove it, or name another file");
  const SafetensorsFile checkpoint = read_safetensors(source);
  SafetensorsFile weights = network_weights(checkpoint);
  const auto config = checkpoint.metadata.find(config_metadata_key);
  if (config == checkpoint.metadata.end()) throw Error(ErrorKind::model, source.string(), "carries no pipeline, so it is no checkpoint of docket");
  weights.metadata.clear();
  weights.metadata[config->first] = config->second;
  for (auto& [name, tensor] : weights.tensors) {
    if (line.has("half") && tensor.is_floating_point()) tensor = tensor.to(at::kHalf);
  }
  write_safetensors(target, weights);
  std::cout << target.string() << ": " << weights.tensors.size() << " tensors, " << std::filesystem::file_size(target) << " bytes\n";
  return 0;
}

}  // namespace docket
