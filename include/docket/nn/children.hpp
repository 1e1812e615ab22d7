/// Dotted names in a module tree: a block called "layer1.0.downsample.0" lies in containers that nobody declares by hand.
#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace docket::nn {

/// The descendant of `owner` with the dotted name `path`; missing containers on the way are made. An empty path is `owner`.
inline torch::nn::Module& child(torch::nn::Module& owner, std::string_view path) {
  torch::nn::Module* at = &owner;
  while (!path.empty()) {
    const std::string name(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    std::shared_ptr<torch::nn::Module> next;
    for (const auto& item : at->named_children()) {
      if (item.key() == name) next = item.value();
    }
    at = (next ? next : at->register_module(name, std::make_shared<torch::nn::Module>())).get();
  }
  return *at;
}

/// Registers `module` under the dotted name `path` of `owner`, and returns it.
template <class Made>
std::shared_ptr<Made> adopt(torch::nn::Module& owner, std::string_view path, std::shared_ptr<Made> module) {
  const auto dot = path.rfind('.');
  torch::nn::Module& parent = dot == std::string_view::npos ? owner : child(owner, path.substr(0, dot));
  return parent.register_module(std::string(dot == std::string_view::npos ? path : path.substr(dot + 1)), std::move(module));
}

}  // namespace docket::nn
