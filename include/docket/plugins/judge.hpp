/// Whether a plugin fits this host, told from its note alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <docket/plugins/abi.h>
#include <docket/plugins/info.hpp>

namespace docket::detail {

/// One line for the first field in which the build differs: the field, both values, the command that mends it.
inline std::optional<std::string> compare_fingerprints(const Fingerprint& built, const BasicFingerprint<std::string_view>& host) {
  const std::string again = "meson setup --wipe build && meson compile -C build";
  const auto differs = [&](const std::string& what, const std::string& theirs, std::string_view ours, const std::string& mend) {
    return "built for " + what + " " + theirs + ", this host has " + std::string(ours) + "; rebuild it: " + mend;
  };
  if (built.libtorch != host.libtorch) {
    return differs("LibTorch", built.libtorch, host.libtorch, "meson setup --wipe build -Dlibtorch=DIR-OF-" + std::string(host.libtorch) + " && meson compile -C build");
  }
  if (built.cuda != host.cuda) return differs("CUDA major", built.cuda, host.cuda, again + " (with the LibTorch that docket was built with)");
  if (built.cxx_abi != host.cxx_abi) {
    return differs("C++ ABI", built.cxx_abi, host.cxx_abi,
                   "CXXFLAGS=-D_GLIBCXX_USE_CXX11_ABI=" + std::string(host.cxx_abi == "cxx11" ? "1" : "0") + " " + again);
  }
  if (built.compiler != host.compiler) {
    std::string command(host.compiler);
    if (const auto space = command.find(' '); space != command.npos) command[space] = '-';
    if (command.starts_with("clang-")) command.insert(5, "++");
    return differs("compiler", built.compiler, host.compiler, "CXX=" + command + " " + again);
  }
  if (built.headers != host.headers) {
    return differs("docket headers", built.headers, host.headers, again + " (against the headers of this docket)");
  }
  return std::nullopt;
}

/// Why the plugin may not be loaded, or nothing.
inline std::optional<std::string> judge(const PluginInfo& info, const BasicFingerprint<std::string_view>& host = own_fingerprint) {
  static constexpr std::pair<std::string_view, int> stages[] = {
      {"backbone", 2}, {"decoder", 2}, {"head", 2}, {"postprocessor", 1}, {"ensembler", 1}};
  int tier = 0;
  for (const auto& [stage, wanted] : stages) {
    if (info.stage == stage) tier = wanted;
  }
  if (tier == 0) return "its stage is '" + info.stage + "', must be backbone, decoder, head, postprocessor or ensembler";
  if (info.tier != tier) return "says tier " + std::to_string(info.tier) + ", a " + info.stage + " is of tier " + std::to_string(tier);
  if (info.api_major != DOCKET_ABI_MAJOR) {
    return "built for plugin API " + std::to_string(info.api_major) + "." + std::to_string(info.api_minor) + ", this host speaks " +
           std::to_string(DOCKET_ABI_MAJOR) + "." + std::to_string(DOCKET_ABI_MINOR) +
           "; rebuild it: meson setup --wipe build && meson compile -C build";
  }
  if (info.tier == 2) return compare_fingerprints(*info.fingerprint, host);
  return std::nullopt;
}

}  // namespace docket::detail
