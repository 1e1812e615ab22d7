/// The entry of a tier 2 library. C++ crosses here, so both sides have the same fingerprint before the host comes this far.
#pragma once

#include <string_view>

#include <docket/plugins/abi.h>

namespace docket {

struct Tier2Table {
  docket_table head;
  /// A `Stage*` as void*, made by new; throws what the plugin's constructor throws. The host deletes it through its virtual
  /// destructor. `options` is a JSON object, checked against the note.
  void* (*create)(std::string_view options);
  void (*use_log)(docket_log_function log);
};

}  // namespace docket
