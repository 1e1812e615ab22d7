/// The writer of weight files; safetensors.hpp says what it promises.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/nn/detail/safetensors_types.hpp>
#include <docket/nn/safetensors.hpp>

namespace docket::detail {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

inline bool write_all(int descriptor, const char* data, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t written = ::write(descriptor, data, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    bytes -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace docket::detail

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

  const std::filesystem::path temporary = file.string() + ".tmp" + std::to_string(::getpid());
  const auto give_up = [&](const std::string& what) {
    const std::string reason = std::strerror(errno);
    std::remove(temporary.c_str());
    fail(what + ": " + reason);
  };
  {
    const detail::Descriptor out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (out.get() < 0) fail(std::string("cannot be written: ") + std::strerror(errno));
    bool good = detail::write_all(out.get(), length, 8) && detail::write_all(out.get(), text.data(), text.size());
    for (const Item& item : items) {
      good = good && detail::write_all(out.get(), static_cast<const char*>(item.tensor.const_data_ptr()), item.tensor.nbytes());
    }
    if (!good || ::fsync(out.get()) != 0) give_up("cannot be written");
  }
  if (std::rename(temporary.c_str(), file.c_str()) != 0) give_up("cannot be put in place");
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const detail::Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
}

}  // namespace docket
