/// How the host turns a plugin's table into an object of a stage, and a plugin's exception into docket::Error.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <docket/core/error.hpp>

namespace docket::detail {

/// Specialised in tier1_host.hpp (postprocessor, ensembler) and network_parts.hpp (backbone, decoder, head):
///   static std::unique_ptr<Stage> make(const docket_table* table, const std::string& options, std::string who);
template <class Stage>
struct StageHost;

/// LibTorch puts a C++ backtrace behind the first line of its messages.
inline std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

/// `who` names the plugin: "decoder 'unet'".
inline Error plugin_error(ErrorKind kind, const std::string& who, const std::string& where, const std::string& message) {
  return Error(kind, where.empty() || where.starts_with(who) ? who : who + ": " + where, first_line(message));
}

/// Runs `call`; whatever a plugin throws in it, of whatever type, leaves as Error whose where() names the plugin. An Error of
/// the plugin keeps its kind.
template <class Call>
decltype(auto) call_plugin(const std::string& who, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const Error& error) {
    throw plugin_error(error.kind(), who, error.where(), error.message());
  } catch (const std::exception& error) {
    throw plugin_error(ErrorKind::plugin, who, "", error.what());
  } catch (...) {
    throw plugin_error(ErrorKind::plugin, who, "", "threw something that is not a std::exception");
  }
}

}  // namespace docket::detail
