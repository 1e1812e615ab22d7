/// The ELF note that a plugin carries: who it is, what it was built for and which options it takes, written by the compiler from
/// the constexpr schema. The host reads it before any code of the library runs; `readelf -n FILE` shows it too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <docket/config/options.hpp>
#include <docket/plugins/abi.h>
#include <docket/plugins/fingerprint.hpp>
#include <docket/plugins/note_writer.hpp>

namespace docket {

class Postprocessor;
class Ensembler;

/// 1: crosses the boundary as C and outlives builds; 2: crosses as C++ and is locked to one.
template <class Stage>
inline constexpr int tier_of = 2;
template <>
inline constexpr int tier_of<Postprocessor> = 1;
template <>
inline constexpr int tier_of<Ensembler> = 1;

namespace detail {

inline constexpr std::uint32_t note_type = 1;

/// An ELF note: three words, the vendor's name and the text, each padded to 4 bytes (System V ABI, "Note Section").
template <std::size_t Size>
struct Note {
  std::uint32_t name_size = 7;
  std::uint32_t text_size = Size;
  std::uint32_t type = note_type;
  char name[8] = "docket";
  char text[(Size + 3) / 4 * 4] = {};
};

template <class T, std::size_t N>
struct PluginDescription {
  std::string_view name;
  std::string_view sentence;
  OptionSchema<T, N> schema;
};

/// Writes the note's text, a JSON object on one line.
template <class Stage, class T, std::size_t N>
constexpr void write_note(NoteWriter& json, const PluginDescription<T, N>& plugin) {
  json.open('{');
  json.key("name").text(plugin.name);
  json.key("stage").text(Stage::stage);
  json.key("description").text(plugin.sentence);
  json.key("api").open('[').integer(DOCKET_ABI_MAJOR).integer(DOCKET_ABI_MINOR).close(']');
  json.key("tier").integer(tier_of<Stage>);
  if constexpr (tier_of<Stage> == 2) {
    json.key("fingerprint").open('{');
    json.key("libtorch").text(own_fingerprint.libtorch);
    json.key("cxx_abi").text(own_fingerprint.cxx_abi);
    json.key("compiler").text(own_fingerprint.compiler);
    json.key("cuda").text(own_fingerprint.cuda);
    json.key("headers").text(own_fingerprint.headers);
    json.close('}');
  }
  json.key("options").open('[');
  write_options(json, plugin.schema);
  json.close(']');
  json.close('}');
}

template <class Stage, auto describe>
consteval std::size_t note_size() {
  NoteWriter json;
  write_note<Stage>(json, describe());
  return json.characters().size();
}

/// `describe` is a lambda that returns the PluginDescription; as a template argument it stays a constant expression.
template <class Stage, auto describe>
consteval auto make_note() {
  Note<note_size<Stage, describe>()> note;
  NoteWriter json;
  write_note<Stage>(json, describe());
  for (std::size_t i = 0; i < note.text_size; ++i) note.text[i] = json.characters()[i];
  return note;
}

}  // namespace detail
}  // namespace docket
