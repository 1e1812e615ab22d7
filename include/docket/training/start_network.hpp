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

/// Seeds torch's generators and composes, on the CPU first, so that a seed gives the same first weights on every device. With `load`, takes
/// the weights that the pipeline names; a run that goes on has its own. The network lies on train.device then.
/// Throws what nn::parse_device(), Network::compose() and Network::load_configured() throw.
[[nodiscard]] inline Network start_network(const ConfigDocument& config, const Catalog& catalog, const TrainOptions& train, bool load) {
  const at::Device device = nn::parse_device(train.device, config.has("train.device") ? config.origin("train.device").where() + ": train.device" : "train.device");
  at::manual_seed(static_cast<std::uint64_t>(train.seed));
  Network network = Network::compose(config, catalog);
  if (load) {
    for (const std::string& remark : network.load_configured(config)) log_info(remark);
  }
  network.to(device);
  return network;
}

}  // namespace docket
