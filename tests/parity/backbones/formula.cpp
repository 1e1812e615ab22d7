#include "support/doctest_beside_torch.hpp"
#include "../formula.hpp"

#include <bit>
#include <vector>

#include "../golden.hpp"

using namespace docket;

TEST_CASE("formula weights have the stated bits") {
  const nlohmann::json check = golden::read("weights_check.json");
  for (const nlohmann::json& item : check["hashes"]) {
    const std::uint64_t hash = formula::fnv1a64(item["name"].get<std::string>());
    CHECK(formula::u(hash, check["seed"].get<std::uint64_t>(), item["index"].get<std::uint64_t>()) == item["u"].get<double>());
  }
  for (const nlohmann::json& item : check["cases"]) {
    const std::uint64_t hash = formula::fnv1a64(item["name"].get<std::string>());
    const double scale =
        item.contains("fan_in") ? item["gain"].get<double>() * std::sqrt(3.0 / item["fan_in"].get<double>()) : 1;
    for (const nlohmann::json& sample : item["samples"]) {
      const double u = formula::u(hash, check["seed"].get<std::uint64_t>(), sample["index"].get<std::uint64_t>());
      const float value = formula::value(item["rule"].get<std::string>(), u, scale);
      INFO(item["name"] << " " << sample["index"]);
      CHECK(std::bit_cast<std::uint32_t>(value) == std::stoul(sample["bits"].get<std::string>(), nullptr, 16));
    }
  }
}
