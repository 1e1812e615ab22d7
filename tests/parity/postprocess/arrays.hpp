/// Golden files without LibTorch: JSON documents and the arrays of a safetensors file.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::parity {

inline std::string golden_path(const std::string& name) {
  const char* folder = std::getenv("DOCKET_REFERENCE");
  if (folder == nullptr) throw std::runtime_error("DOCKET_REFERENCE names the folder of golden data");
  return std::string(folder) + "/golden/" + name;
}

inline std::string golden_bytes(const std::string& name) {
  std::ifstream file(golden_path(name), std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + golden_path(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

inline nlohmann::json golden_json(const std::string& name) {
  return nlohmann::json::parse(golden_bytes(name));
}

/// The arrays of one safetensors file: 8 bytes header size, JSON header, raw little-endian numbers.
class Arrays {
 public:
  explicit Arrays(const std::string& name) : bytes_(golden_bytes(name)) {
    std::uint64_t size = 0;
    std::memcpy(&size, bytes_.data(), sizeof size);
    header_ = nlohmann::json::parse(bytes_.substr(sizeof size, size));
    data_ = sizeof size + size;
  }

  [[nodiscard]] std::vector<int> shape(const std::string& array) const { return header_.at(array).at("shape"); }
  [[nodiscard]] std::string dtype(const std::string& array) const { return header_.at(array).at("dtype"); }

  template <class Value>
  [[nodiscard]] std::vector<Value> values(const std::string& array) const {
    const std::size_t first = header_.at(array).at("data_offsets").at(0), last = header_.at(array).at("data_offsets").at(1);
    std::vector<Value> out((last - first) / sizeof(Value));
    std::memcpy(out.data(), bytes_.data() + data_ + first, last - first);
    return out;
  }

 private:
  std::string bytes_;
  nlohmann::json header_;
  std::size_t data_ = 0;
};

}  // namespace docket::parity
