/// What a plugin author includes. A plugin is one .cpp that ends in DOCKET_PLUGIN; docs/plugin-authors.md walks through one.
#pragma once

#include <docket/config/option_table.hpp>
#include <docket/config/options.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/plugins/note.hpp>
#include <docket/plugins/sdk.hpp>
#include <docket/plugins/tier2.hpp>
#include <docket/stages/ensembler.hpp>
#include <docket/stages/postprocessor.hpp>

#if __has_include(<ATen/core/Tensor.h>)  // tier 1 plugins build without LibTorch
#include <docket/stages/backbone.hpp>
#include <docket/stages/decoder.hpp>
#include <docket/stages/head.hpp>
#endif

namespace docket::detail {

/// The table of a plugin's library.
template <class Stage, class Class, auto describe>
const docket_table* entry_table() {
  static_assert(std::is_base_of_v<Stage, Class>, "a plugin's class derives from its stage");
  if constexpr (tier_of<Stage> == 1) {
    return Tier1<Stage>::template table<Class, describe>();
  } else {
    static constexpr Tier2Table made = {
        {sizeof(made), DOCKET_ABI_MAJOR, DOCKET_ABI_MINOR},
        [](std::string_view options) -> void* { return static_cast<Stage*>(construct<Class, describe>(options).release()); },
        set_log_sink};
    return &made.head;
  }
}

}  // namespace docket::detail

/// Stage: Backbone, Decoder, Head, Postprocessor or Ensembler. Class derives from it and is constructed as Class(Options).
/// plugin_name: the word after `use =` in TOML; lower case letters, digits, '_' and '-'. plugin_schema: a constexpr variable,
/// options<Options>(option(...), ...). Written once, as the last line of a plugin's .cpp, in namespace docket.
#define DOCKET_PLUGIN(Stage, Class, plugin_name, plugin_sentence, plugin_schema)                                            \
  namespace {                                                                                                               \
  constexpr auto docket_describe_plugin = [] {                                                                              \
    return ::docket::detail::PluginDescription{plugin_name, plugin_sentence, plugin_schema};                                \
  };                                                                                                                        \
  __attribute__((section(".note.docket"), used, aligned(4))) constexpr auto docket_plugin_note =                            \
      ::docket::detail::make_note<Stage, docket_describe_plugin>();                                                         \
  }                                                                                                                         \
  extern "C" DOCKET_API const docket_table* docket_plugin_entry() {                                                         \
    return ::docket::detail::entry_table<Stage, Class, docket_describe_plugin>();                                           \
  }
