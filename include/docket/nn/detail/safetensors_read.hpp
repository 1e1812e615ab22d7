/// The reader of weight files; safetensors.hpp says what it promises.
#pragma once

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/nn/detail/safetensors_types.hpp>
#include <docket/nn/safetensors.hpp>

namespace docket::detail {

/// The format's own limit on the header.
inline constexpr std::uint64_t max_safetensors_header = 100'000'000;

struct SafetensorsEntry {
  std::string name;
  const SafetensorsType* type = nullptr;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

[[noreturn]] inline void refuse_safetensors(const std::string& file, const std::string& what) {
  throw Error(ErrorKind::model, file, what);
}

/// Parses the header; a key that comes twice, which JSON libraries let pass, is refused.
inline nlohmann::json parse_safetensors_header(const std::string& file, const std::string& text) {
  std::vector<std::set<std::string>> keys;
  std::string twice;
  const auto watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) keys.emplace_back();
    if (event == Event::object_end) keys.pop_back();
    if (event == Event::key && !keys.back().insert(value.get<std::string>()).second) twice = value.get<std::string>();
    return true;
  };
  // Nesting is shallow by the format; a hostile header must not exhaust the stack when it is destroyed.
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (depth > 64) refuse_safetensors(file, "the header is nested too deeply to be a safetensors header");
  }
  nlohmann::json header;
  try {
    header = nlohmann::json::parse(text, watch);
  } catch (const nlohmann::json::exception& error) {
    refuse_safetensors(file, std::string("the header is not JSON: ") + error.what());
  }
  if (!header.is_object()) refuse_safetensors(file, "the header is not a JSON object");
  if (!twice.empty()) refuse_safetensors(file, "the header has the key '" + twice + "' twice");
  return header;
}

/// One tensor's description, checked against the size of the data.
inline SafetensorsEntry parse_safetensors_entry(const std::string& file, const std::string& name, const nlohmann::json& value,
                                                std::uint64_t data_bytes) {
  const auto refuse = [&](const std::string& what) { refuse_safetensors(file, "tensor '" + name + "' " + what); };
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape") ||
      !value.contains("data_offsets")) {
    refuse("is not described by dtype, shape and data_offsets");
  }
  SafetensorsEntry entry;
  entry.name = name;
  if (!value["dtype"].is_string()) refuse("has a dtype that is not a string");
  entry.type = safetensors_type(std::string_view(value["dtype"].get_ref<const std::string&>()));
  if (entry.type == nullptr) {
    refuse("has the dtype " + value["dtype"].dump() + "; known are F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL");
  }
  if (!value["shape"].is_array() || value["shape"].size() > 64) refuse("has a shape that is not a short list");
  std::uint64_t bytes = entry.type->bytes;
  bool empty = false;
  for (const nlohmann::json& size : value["shape"]) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
      refuse("has a size in its shape that is not a natural number");
    }
    entry.shape.push_back(size.get<std::int64_t>());
    empty = empty || entry.shape.back() == 0;
  }
  for (const std::int64_t size : entry.shape) {
    if (empty) break;
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes)) refuse("has a shape too large for any memory");
  }
  if (empty) bytes = 0;
  const nlohmann::json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
    refuse("has data_offsets that are not two natural numbers");
  }
  entry.begin = offsets[0].get<std::uint64_t>();
  entry.end = offsets[1].get<std::uint64_t>();
  if (entry.begin > entry.end || entry.end > data_bytes) {
    refuse("lies at " + offsets.dump() + ", outside the file's " + std::to_string(data_bytes) + " bytes of data");
  }
  if (entry.end - entry.begin != bytes) {
    refuse("has " + std::to_string(entry.end - entry.begin) + " bytes, its shape needs " + std::to_string(bytes));
  }
  return entry;
}

inline void read_safetensors_metadata(const std::string& file, const nlohmann::json& value,
                                      std::map<std::string, std::string>& metadata) {
  if (!value.is_object()) refuse_safetensors(file, "'__metadata__' is not an object");
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string()) refuse_safetensors(file, "'__metadata__." + key + "' is not a string");
    metadata[key] = text.get<std::string>();
  }
}

}  // namespace docket::detail

namespace docket {

inline SafetensorsFile read_safetensors(const std::filesystem::path& path) {
  const std::string file = path.string();
  std::ifstream in(path, std::ios::binary);
  std::error_code unknown_size;
  const std::uintmax_t total = std::filesystem::file_size(path, unknown_size);
  if (!in || unknown_size) detail::refuse_safetensors(file, "cannot be opened as a weight file");
  unsigned char length[8] = {};
  if (total < 8 || !in.read(reinterpret_cast<char*>(length), 8)) {
    detail::refuse_safetensors(file, "has " + std::to_string(total) + " bytes, too few for a safetensors file");
  }
  std::uint64_t header_bytes = 0;
  for (int i = 7; i >= 0; --i) header_bytes = header_bytes << 8 | length[i];
  if (header_bytes > std::min<std::uint64_t>(detail::max_safetensors_header, total - 8)) {
    detail::refuse_safetensors(file, "is no safetensors file, or it is cut off: it states a header of " +
                                         std::to_string(header_bytes) + " bytes and has " + std::to_string(total) + " in all");
  }
  std::string text(header_bytes, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(header_bytes))) detail::refuse_safetensors(file, "cannot be read");
  const nlohmann::json header = detail::parse_safetensors_header(file, text);
  const std::uint64_t data_bytes = total - 8 - header_bytes;

  SafetensorsFile content;
  std::vector<detail::SafetensorsEntry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      detail::read_safetensors_metadata(file, value, content.metadata);
    } else {
      entries.push_back(detail::parse_safetensors_entry(file, name, value, data_bytes));
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name); });
  std::uint64_t reached = 0;
  for (const detail::SafetensorsEntry& entry : entries) {
    if (entry.begin != reached) {
      detail::refuse_safetensors(file, "tensor '" + entry.name + "' starts at byte " + std::to_string(entry.begin) +
                                           " of the data, but what lies before it ends at " + std::to_string(reached));
    }
    reached = entry.end;
  }
  if (reached != data_bytes) {
    detail::refuse_safetensors(file, "has " + std::to_string(data_bytes) + " bytes of data, its tensors take " + std::to_string(reached));
  }
  for (const detail::SafetensorsEntry& entry : entries) {
    at::Tensor tensor = at::empty(entry.shape, entry.type->type);
    const auto bytes = static_cast<std::streamsize>(entry.end - entry.begin);
    if (bytes > 0 && !in.read(static_cast<char*>(tensor.mutable_data_ptr()), bytes)) {
      detail::refuse_safetensors(file, "tensor '" + entry.name + "' cannot be read");
    }
    content.tensors.emplace_back(entry.name, std::move(tensor));
  }
  return content;
}

}  // namespace docket
