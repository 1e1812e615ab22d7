/// What backbone, decoder and head have in common: they hold parameters, and they can be frozen for inference.
#pragma once

#include <docket/core/export.hpp>

namespace torch::nn {
class Module;
}

namespace docket {

/// A part of the network. Tier 2: crosses the library boundary as C++, so it is locked to one exact build.
class DOCKET_API NetworkPart {
 public:
  NetworkPart() = default;
  NetworkPart(const NetworkPart&) = delete;
  NetworkPart& operator=(const NetworkPart&) = delete;
  virtual ~NetworkPart() = default;

  /// The module that owns every parameter and buffer; names in it are the published ones (timm's for a backbone). The host
  /// loads, trains, saves, moves and freezes through it. Valid as long as this object.
  virtual torch::nn::Module& module() = 0;
};

}  // namespace docket
