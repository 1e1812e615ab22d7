#include <docket/plugins/network_parts.hpp>

#include "backbone_case.hpp"

namespace docket::golden {

std::unique_ptr<Backbone> make_backbone(const std::string& plugin, const std::string& variant,
                                        const std::vector<std::int64_t>& out_indices) {
  static const Catalog catalog = Catalog::scan(Catalog::default_folders());
  return catalog.create<Backbone>(plugin, {{"variant", variant}, {"out_indices", out_indices}});
}

}  // namespace docket::golden
