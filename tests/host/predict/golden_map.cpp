#include "golden_map.hpp"

#include <cstdint>
#include <cstring>
#include <vector>

#include "../../parity/postprocess/arrays.hpp"
#include "docket_run.hpp"

namespace {

template <class Value>
void place(const docket::parity::Arrays& maps, const std::string& name, float levels, int side, std::vector<float>& square) {
  const std::vector<int> shape = maps.shape(name);
  const std::vector<Value> stored = maps.values<Value>(name);
  for (int y = 0; y < shape[0]; ++y) {
    for (int x = 0; x < shape[1]; ++x) {
      square[static_cast<std::size_t>(y * side + x)] = static_cast<float>(stored[static_cast<std::size_t>(y * shape[1] + x)]) / levels;
    }
  }
}

}  // namespace

void write_square_map(const std::string& name, int side, const std::filesystem::path& target) {
  const docket::parity::Arrays maps("postprocess/maps.safetensors");
  std::vector<float> square(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  if (maps.dtype(name) == "U8") {
    place<std::uint8_t>(maps, name, 256, side, square);
  } else {
    place<std::uint16_t>(maps, name, 65536, side, square);
  }
  const std::size_t bytes = square.size() * sizeof(float);
  const nlohmann::json header = {{"map", {{"dtype", "F32"}, {"shape", {side, side}}, {"data_offsets", {0, bytes}}}}};
  std::string text = header.dump();
  const std::uint64_t size = text.size();
  std::string file(sizeof size, '\0');
  std::memcpy(file.data(), &size, sizeof size);
  file += text;
  file.append(reinterpret_cast<const char*>(square.data()), bytes);
  write_text(target, file);
}
