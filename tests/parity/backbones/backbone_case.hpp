/// One golden backbone file against the plugin of ours that builds the same network.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/stages/backbone.hpp>

namespace docket::golden {

/// A backbone of the named plugin with every level that timm has.
std::unique_ptr<Backbone> make_backbone(const std::string& plugin, const std::string& variant,
                                        const std::vector<std::int64_t>& out_indices = {0, 1, 2, 3, 4});

/// Compares names and shapes, channels, strides, parameter counts, and values in float64 and float32 with
/// golden/backbones/<model>.json. Reports through doctest.
void check_backbone(const std::string& model, const std::string& plugin, const std::string& variant);

}  // namespace docket::golden
