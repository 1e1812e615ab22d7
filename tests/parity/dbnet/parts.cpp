#include "network.hpp"

#include <docket/plugins/network_parts.hpp>

namespace docket::golden {
namespace {

const Catalog& catalog() {
  static const Catalog scanned = Catalog::scan(Catalog::default_folders());
  return scanned;
}

}  // namespace

std::unique_ptr<Backbone> make_backbone(const std::string& name, const nlohmann::json& options) {
  return catalog().create<Backbone>(name, options);
}
std::unique_ptr<Decoder> make_decoder(const nlohmann::json& options) { return catalog().create<Decoder>("unet", options); }
std::unique_ptr<Head> make_head(const nlohmann::json& options) { return catalog().create<Head>("db", options); }

}  // namespace docket::golden
