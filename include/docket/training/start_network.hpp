/// The network that a run begins with.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/CPUGeneratorImpl.h>

#include <docket/config/config_document.hpp>
#include <docket/core/log.hpp>
#include <docket/pipeline/network.hpp>
#include <docket/plugins/catalog.hpp>

namespace docket {

/// Seeds torch's generator and composes. With `load`, takes the weights that the pipeline names; a run that goes on has its own.
/// Throws what Network::compose() and Network::load_configured() throw.
[[nodiscard]] inline Network start_network(const ConfigDocument& config, const Catalog& catalog, std::int64_t seed, bool load) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  generator.set_current_seed(static_cast<std::uint64_t>(seed));
  Network network = Network::compose(config, catalog);
  if (!load) return network;
  for (const std::string& remark : network.load_configured(config)) log_info(remark);
  return network;
}

}  // namespace docket
