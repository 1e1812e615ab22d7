/// The probability maps of pictures, computed once and kept: by network, then by the picture's content.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/nn/precision.hpp>
#include <docket/pipeline/member_files.hpp>
#include <docket/pipeline/pipeline_file.hpp>
#include <docket/pipeline/stages.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/search/map_file.hpp>

namespace docket {

namespace detail {

inline void describe(const ConfigNode& node, const std::string& path, std::string& text) {
  if (!node.is_table) {
    text += path + '=' + node.value.dump() + '\n';
    return;
  }
  for (const auto& [name, child] : node.children) describe(child, path + '.' + name, text);
}

}  // namespace detail

/// What decides over a picture's map: the options and plugins of backbone, decoder, head, input and views, and the weights, or all that
/// of every member, and where it computes in which number format (nn::Precision::automatic); 64 hexadecimal digits. Throws Error(model)
/// without weights, for random ones are others each time.
[[nodiscard]] inline std::string network_hash(const ConfigDocument& config, const Catalog& catalog,
                                              const std::optional<std::filesystem::path>& weights, const at::Device& device) {
  Sha256 hash;
  hash.update(std::string("docket maps 3\n") + c10::DeviceTypeName(device.type(), true) + " " + c10::toString(nn::resolve(nn::Precision::automatic, device)) + "\n");
  if (const ConfigNode* members = config.root().child("members")) {
    for (const std::string& file : member_files(*members)) {
      const PipelineFile member = read_pipeline_file(file, {});
      hash.update(network_hash(member.config, catalog, member.weights, device));
    }
    std::string text;
    if (const ConfigNode* input = config.root().child("input")) detail::describe(*input, "input", text);
    hash.update(text);
    return hash.hex();
  }
  const std::optional<std::filesystem::path> chosen = weights ? weights : weights_path(config, "weights");
  if (!chosen) throw Error(ErrorKind::model, config.root().origin.where(), "names no weights of the whole network; give a checkpoint by --weights");
  hash.update(sha256_of_file(*chosen));
  for (const char* section : {"backbone", "decoder", "head", "input", "test_time"}) {
    std::string text;
    if (const ConfigNode* node = config.root().child(section)) detail::describe(*node, section, text);
    hash.update(text);
  }
  for (const char* stage : {"backbone", "decoder", "head"}) hash.update(sha256_of_file(catalog.find(stage, stage_name(config, stage)).path));
  return hash.hex();
}

/// $XDG_CACHE_HOME/docket/maps, else ~/.cache/docket/maps, else ./docket-maps.
[[nodiscard]] inline std::filesystem::path default_map_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::filesystem::path(cache) / "docket" / "maps";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::filesystem::path(home) / ".cache" / "docket" / "maps";
  return "docket-maps";
}

/// FOLDER/<network>/<picture>.map. A lost or damaged file only costs time.
class MapStore {
 public:
  MapStore(const std::filesystem::path& folder, std::string_view network) : folder_(folder / std::string(network.substr(0, 32))) {
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    if (problem) throw Error(ErrorKind::other, folder_.string(), "cannot be made: " + problem.message());
  }

  /// The map of the picture with this SHA-256; `compute` makes it where it is not there yet.  [thread-safe]
  [[nodiscard]] at::Tensor map(const std::string& picture, const std::function<at::Tensor()>& compute) const {
    const std::filesystem::path file = folder_ / (picture.substr(0, 32) + ".map");
    if (auto known = read_map(file)) return *std::move(known);
    const at::Tensor made = compute();
    write_map(file, made);
    return made.to(at::kHalf).to(at::kFloat);
  }

  [[nodiscard]] bool has(const std::string& picture) const { return std::filesystem::exists(folder_ / (picture.substr(0, 32) + ".map")); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace docket
