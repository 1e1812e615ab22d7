/// Loads a plugin's library and finds its table. A library stays until the program ends: an exception or an object made in it may
/// still be alive anywhere.
#pragma once

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <string_view>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/plugins/abi.h>
#include <docket/plugins/one_runtime.hpp>
#include <docket/plugins/tier2.hpp>

namespace docket::detail {

inline Error load_error(const std::filesystem::path& path, const std::string& what) {
  return Error(ErrorKind::plugin, path.string(), what);
}

/// Throws unless the table is of this major and holds all functions that its stage requires.
inline void check_table(const std::filesystem::path& path, std::string_view stage, const docket_table* table) {
  if (table == nullptr) throw load_error(path, "its entry gives no table");
  if (table->abi_major != DOCKET_ABI_MAJOR) {
    throw load_error(path, "its table is of plugin API " + std::to_string(table->abi_major) + ", this host speaks " +
                               std::to_string(DOCKET_ABI_MAJOR));
  }
  std::size_t required = sizeof(Tier2Table);
  bool filled = true;
  if (stage == "postprocessor") {
    required = offsetof(docket_postprocessor_table, use_log);
    const auto* functions = reinterpret_cast<const docket_postprocessor_table*>(table);
    filled = table->struct_size < required || (functions->create && functions->destroy && functions->apply);
  } else if (stage == "ensembler") {
    required = offsetof(docket_ensembler_table, use_log);
    const auto* functions = reinterpret_cast<const docket_ensembler_table*>(table);
    filled = table->struct_size < required || (functions->create && functions->destroy && functions->merge);
  }
  if (table->struct_size < required) {
    throw load_error(path, "its table has " + std::to_string(table->struct_size) + " bytes, a " + std::string(stage) + " needs " +
                               std::to_string(required));
  }
  if (!filled) throw load_error(path, "its table lacks a required function");
}

/// dlopen with every symbol bound now, names kept apart from other plugins; the library's static constructors run here.
inline const docket_table* load_table(const std::filesystem::path& path, std::string_view stage) {
  using boost::dll::load_mode::type;
  boost::dll::fs::error_code code;
  const std::size_t doubled_before = doubled_runtimes().size();
  ::dlerror();
  // A handle that is never closed, and RTLD_NODELETE in case somebody else closes theirs.
  auto* library = new boost::dll::shared_library(
      std::filesystem::absolute(path), static_cast<type>(RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE), code);
  if (code) {
    const char* why = ::dlerror();
    delete library;
    throw load_error(path, std::string("cannot be loaded: ") + (why == nullptr ? code.message() : why));
  }
  check_one_runtime(path, doubled_before);
  if (!library->has(DOCKET_ENTRY_NAME)) {
    throw load_error(path, "exports no '" DOCKET_ENTRY_NAME "'; its .cpp must end in DOCKET_PLUGIN and keep default visibility for it");
  }
  const docket_table* table = library->get<const docket_table*()>(DOCKET_ENTRY_NAME)();
  check_table(path, stage, table);
  return table;
}

}  // namespace docket::detail
