/// The network that a run begins with.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/Context.h>

#include <docket/config/config_document.hpp>
#include <docket/core/log.hpp>
#include <docket/nn/device.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/training/options.hpp>

namespace docket {

/// Throws Error(config) where this LibTorch has no such device.
[[nodiscard]] inline at::Device train_device(const ConfigDocument& config, const TrainOptions& train) {
  if (!config.has("train.device")) return nn::parse_device(train.device, "train.device");
  const Origin origin = config.origin("train.device");
  return nn::parse_device(train.device, origin.where() + (origin.from_command_line() ? "" : ": train.device"));
}

/// Seeds torch's generators and composes, on the CPU first, so that a seed gives the same first weights on every device. With `load`, takes
/// the weights that the pipeline names; a run that goes on has its own. The network lies on train.device then.
/// Throws what train_device(), Network::compose() and Network::load_configured() throw.
[[nodiscard]] inline Network start_network(const ConfigDocument& config, const Catalog& catalog, const TrainOptions& train, bool load) {
  const at::Device device = train_device(config, train);
  at::manual_seed(static_cast<std::uint64_t>(train.seed));
  Network network = Network::compose(config, catalog);
  if (load) {
    for (const std::string& remark : network.load_configured(config)) log_info(remark);
  }
  network.to(device);
  return network;
}

}  // namespace docket
