#include "forward.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <ATen/Parallel.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <torch/nn/module.h>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/nn/freeze.hpp>
#include <docket/plugins/network_parts.hpp>

#include "../commands/plugin_folders.hpp"
#include "stopwatch.hpp"

namespace docket {
namespace {

struct Parts {
  std::unique_ptr<Backbone> backbone;
  std::unique_ptr<Decoder> decoder;
  std::unique_ptr<Head> head;

  at::Tensor probability(const at::Tensor& image) const {
    return head->probability(decoder->forward(backbone->forward(image)));
  }

  template <class Use>
  void each_module(Use use) const {
    use(backbone->module());
    use(decoder->module());
    use(head->module());
  }
};

/// "resnet50" -> plugin resnet, variant 50; "efficientnet_b4" -> plugin efficientnet, variant b4.
std::pair<std::string, std::string> split_model(const std::string& model) {
  const auto underscore = model.rfind('_');
  if (underscore != std::string::npos) return {model.substr(0, underscore), model.substr(underscore + 1)};
  const auto digit = model.find_first_of("0123456789");
  if (digit == std::string::npos) return {model, ""};
  return {model.substr(0, digit), model.substr(digit)};
}

Parts compose(const Catalog& catalog, const std::string& model) {
  const auto [plugin, variant] = split_model(model);
  Parts parts;
  nlohmann::json options = nlohmann::json::object();
  if (!variant.empty()) options["variant"] = variant;
  for (const OptionInfo& option : catalog.find("backbone", plugin).options) {
    const bool known = std::find(option.choices.begin(), option.choices.end(), variant) != option.choices.end();
    if (option.name == "variant" && !variant.empty() && !known) {
      throw Error(ErrorKind::config, "command line",
                  "--model is '" + model + "', but backbone '" + plugin + "' has no variant '" + variant + "'");
    }
  }
  parts.backbone = catalog.create<Backbone>(plugin, options);
  parts.decoder = catalog.create<Decoder>("unet", nlohmann::json::object());
  parts.decoder->build(parts.backbone->levels());
  parts.head = catalog.create<Head>("db", nlohmann::json::object());
  parts.head->build(parts.decoder->out_channels());
  return parts;
}

/// --size H W: the second number is a word of its own.
std::pair<long, long> read_size(const CommandLine& line) {
  const long height = line.integer("size", 960, 32, 8192);
  const std::string second = line.words().size() > 1 ? line.words()[1] : std::to_string(height);
  char* end = nullptr;
  const long width = std::strtol(second.c_str(), &end, 10);
  if (*end != '\0' || width < 32 || width > 8192 || height % 32 != 0 || width % 32 != 0) {
    throw Error(ErrorKind::config, "command line",
                "--size is '" + std::to_string(height) + " " + second + "', must be two multiples of 32 from 32 to 8192");
  }
  return {height, width};
}

}  // namespace

int bench_forward(const CommandLine& line) {
  const auto [height, width] = read_size(line);
  const std::string model = line.text("model", "resnet50");
  const nn::Precision precision = nn::parse_precision(line.text("precision", "auto"));
  const int rounds = static_cast<int>(line.integer("n", 5, 1, 100000));
  if (line.has("threads")) at::set_num_threads(static_cast<int>(line.integer("threads", 1, 1, 1024)));
  const bool frozen = !line.has("unfrozen");

  bench::Stopwatch setup;
  const Catalog catalog = scan_plugins(line);
  at::manual_seed(0);
  const Parts parts = compose(catalog, model);
  parts.each_module([&](torch::nn::Module& module) {
    module.eval();
    if (frozen) nn::freeze(module, precision);
  });
  const c10::InferenceMode inference;
  const at::Tensor image = at::randn({1, 3, height, width});
  for (int i = 0; i < 2; ++i) parts.probability(image);  // warm-up
  const double setup_s = setup.seconds();

  bench::Series whole;
  for (int i = 0; i < rounds; ++i) whole.time([&] { parts.probability(image); });

  const at::ScalarType format = frozen ? nn::resolve(precision, at::kCPU) : at::kFloat;
  nlohmann::ordered_json detail = {{"unit", "forward"},
                                   {"model", model},
                                   {"size", {height, width}},
                                   {"threads", at::get_num_threads()},
                                   {"precision", format == at::kBFloat16 ? "bf16" : "fp32"},
                                   {"frozen", frozen},
                                   {"setup_s", bench::rounded(setup_s)}};
  if (line.has("parts")) {
    bench::Series backbone, decoder, head;
    for (int i = 0; i < rounds; ++i) {
      const auto maps = backbone.time([&] { return parts.backbone->forward(image); });
      const auto features = decoder.time([&] { return parts.decoder->forward(maps); });
      head.time([&] { return parts.head->probability(features); });
    }
    detail["parts_median_s"] = {{"backbone", backbone.median_s()}, {"decoder", decoder.median_s()}, {"head", head.median_s()}};
  }
  std::cout << whole.line(frozen ? "docket_frozen" : "docket_unfrozen", std::move(detail)).dump() << '\n';
  return 0;
}

}  // namespace docket
