/// The writer of weight files; safetensors.hpp says what it promises.
#pragma once

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/nn/detail/safetensors_types.hpp>
#include <docket/nn/safetensors.hpp>

namespace docket {

inline void write_safetensors(const std::filesystem::path& file, const SafetensorsFile& content) {
  const auto fail = [&](const std::string& what) { throw Error(ErrorKind::model, file.string(), what); };
  struct Item {
    const std::string* name;
    const detail::SafetensorsType* type;
    at::Tensor tensor;
  };
  std::vector<Item> items;
  for (const auto& [name, tensor] : content.tensors) {
    const detail::SafetensorsType* type = detail::safetensors_type(tensor.scalar_type());
    if (type == nullptr) fail("tensor '" + name + "' has a number format that safetensors lacks");
    if (name == "__metadata__") fail("a tensor cannot be called '__metadata__'");
    items.push_back({&name, type, tensor.detach().cpu().contiguous()});
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.type->bytes > b.type->bytes; });

  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t at = 0;
  for (const Item& item : items) {
    const std::uint64_t end = at + static_cast<std::uint64_t>(item.tensor.nbytes());
    if (header.contains(*item.name)) fail("there are two tensors called '" + *item.name + "'");
    header[*item.name] = {{"dtype", item.type->name}, {"shape", item.tensor.sizes().vec()}, {"data_offsets", {at, end}}};
    at = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data starts aligned
  char length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<char>(text.size() >> (8 * i) & 0xff);

  AtomicFile out(file);
  out.write(length, 8);
  out.write(text);
  for (const Item& item : items) out.write(item.tensor.const_data_ptr(), item.tensor.nbytes());
  out.commit();
}

}  // namespace docket
