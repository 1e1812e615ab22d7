#include <docket/search/map_file.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

#include <ATen/ops/rand.h>
#include "support/doctest_beside_torch.hpp"

#include "support/temporary_folder.hpp"

namespace docket {

TEST_CASE("a map comes back in half precision, a damaged or foreign file not at all") {
  const testing::TemporaryFolder place;
  const std::filesystem::path file = place.path / "a.map";
  const at::Tensor map = at::rand({1, 1, 17, 31});
  CHECK_FALSE(read_map(file));
  write_map(file, map);
  const auto back = read_map(file);
  REQUIRE(back);
  CHECK(back->sizes() == map.sizes());
  // Half precision has eleven bits: no value moves by more than 2^-11 of itself.
  const float *kept = back->data_ptr<float>(), *given = map.data_ptr<float>();
  for (int i = 0; i < 17 * 31; ++i) CHECK(std::abs(kept[i] - given[i]) <= std::ldexp(given[i], -11) + 1e-7);

  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
  CHECK_FALSE(read_map(file));
  write_map(file, map);
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(200).put('x').put('y');
  CHECK_FALSE(read_map(file));
  std::ofstream(file) << "something else";
  CHECK_FALSE(read_map(file));
}

}  // namespace docket
