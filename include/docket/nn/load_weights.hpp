/// Published weights into a module, by name, with nothing skipped in silence.
#pragma once

#include <torch/nn/module.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/nn/safetensors.hpp>

namespace docket::nn {

struct LoadReport {
  std::size_t loaded = 0;
  /// Names in the file that the caller said it has no use for (a classifier).
  std::vector<std::string> ignored;
};

/// Every parameter and buffer of `module` by its dotted name.
inline std::map<std::string, at::Tensor> named_tensors(const torch::nn::Module& module) {
  std::map<std::string, at::Tensor> found;
  for (const auto& item : module.named_parameters()) found[item.key()] = item.value();
  for (const auto& item : module.named_buffers()) found[item.key()] = item.value();
  return found;
}

namespace detail {

inline std::string shape_text(at::IntArrayRef shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

/// "3 missing: a, b, c": the first names, and how many there are in all.
inline void list_names(std::string& text, const char* what, const std::vector<std::string>& names) {
  constexpr std::size_t shown = 8;
  if (names.empty()) return;
  if (!text.empty()) text += "; ";
  text += std::to_string(names.size()) + " " + what + ": ";
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > shown) text += ", ...";
}

inline bool starts_with_any(std::string_view name, std::span<const std::string> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) { return name.starts_with(prefix); });
}

}  // namespace detail

/// Copies the tensors of `file` whose names start with `prefix` into `module`, whose own names have no prefix; numbers are
/// converted to the module's format and device. Names without the prefix are no concern of this call. `ignored_prefixes`
/// (after `prefix`) are names the module has no use for; one that the module has is loaded all the same. `where` names the file
/// in messages. Throws Error(model) that lists what is missing, unexpected or of another shape; the module is then unchanged.
inline LoadReport load_weights(torch::nn::Module& module, const SafetensorsFile& file, std::string_view prefix,
                               std::span<const std::string> ignored_prefixes, const std::string& where) {
  const std::map<std::string, at::Tensor> wanted = named_tensors(module);
  LoadReport report;
  std::map<std::string, at::Tensor> given;
  std::vector<std::string> missing;
  std::vector<std::string> unexpected;
  std::vector<std::string> misshapen;
  for (const auto& [full, tensor] : file.tensors) {
    if (!std::string_view(full).starts_with(prefix)) continue;
    const std::string name = full.substr(prefix.size());
    const auto found = wanted.find(name);
    if (found == wanted.end()) {
      (detail::starts_with_any(name, ignored_prefixes) ? report.ignored : unexpected).push_back(full);
    } else if (found->second.sizes() != tensor.sizes()) {
      misshapen.push_back(full + " (has " + detail::shape_text(tensor.sizes()) + ", wanted " +
                          detail::shape_text(found->second.sizes()) + ")");
    } else {
      given[name] = tensor;
    }
  }
  for (const auto& [name, tensor] : wanted) {
    // Files written before batch counts existed lack them, and nothing but a cumulative average reads them.
    if (name.ends_with("num_batches_tracked")) continue;
    const auto is_misshapen = [&](const std::string& text) { return text.starts_with(std::string(prefix) + name + " ("); };
    if (!given.contains(name) && std::none_of(misshapen.begin(), misshapen.end(), is_misshapen)) {
      missing.push_back(std::string(prefix) + name);
    }
  }
  std::string complaint;
  detail::list_names(complaint, "missing", missing);
  detail::list_names(complaint, "unexpected", unexpected);
  detail::list_names(complaint, "of another shape", misshapen);
  if (!complaint.empty()) throw Error(ErrorKind::model, where, "does not fit the model: " + complaint);
  const at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : given) wanted.at(name).copy_(tensor);
  report.loaded = given.size();
  return report;
}

}  // namespace docket::nn
