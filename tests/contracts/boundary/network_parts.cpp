#include <docket/plugins/network_parts.hpp>

#include <ATen/ops/zeros.h>

#include "support/doctest_beside_torch.hpp"
#include "toys.hpp"

using namespace docket;

TEST_CASE("a backbone crosses the boundary as C++") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  CHECK(catalog.find("backbone", "toy").fingerprint->libtorch == own_fingerprint.libtorch);
  const auto toy = catalog.create<Backbone>("toy", nlohmann::json::object());
  CHECK((toy->levels() == Levels{{3, 1}}));
  CHECK(toy->forward(at::zeros({1, 3, 2, 2})).at(0).size(1) == 3);
}

TEST_CASE("whatever a backbone throws arrives as an Error that names it") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const auto forward = [&](const char* fail) {
    return error_of([&] { return catalog.create<Backbone>("toy", {{"fail", fail}})->forward(at::zeros({1})); });
  };
  CHECK(forward("make") == "3 backbone 'toy': toy cannot be made");
  CHECK(forward("torch") == "3 backbone 'toy': toy dislikes the image");
  CHECK(forward("int") == "3 backbone 'toy': threw something that is not a std::exception");
  CHECK(error_of([&] { return catalog.create<Backbone>("toy", {})->module(), 0; }) == "3 backbone 'toy': toy has no module");
}
