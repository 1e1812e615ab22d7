/// Folds against those of NumPy and scikit-learn, golden/kfold/kfold.json.
#include <docket/folds/split.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <docket/core/hash.hpp>

#include "../golden.hpp"

namespace docket::folds {
namespace {

using Lists = std::vector<HeldOut>;

/// As the golden file hashes them: decimal, joined by commas, a line feed at the end.
std::string hash_of(const HeldOut& images) {
  std::string text;
  for (const std::size_t image : images) text += (text.empty() ? "" : ",") + std::to_string(image);
  return sha256(text + "\n");
}

void check_large(const Lists& folds, const nlohmann::json& wanted, std::size_t images) {
  REQUIRE(folds.size() == wanted.size());
  expect_partition(folds, images);
  for (std::size_t i = 0; i < folds.size(); ++i) {
    CAPTURE(i);
    const nlohmann::json& fold = wanted[i];
    CHECK(folds[i].size() == fold["val"]);
    CHECK(images - folds[i].size() == fold["train"]);
    CHECK(hash_of(folds[i]) == fold["sha256"].get<std::string>());
  }
}

TEST_CASE("small sets: the shuffle, the reference's blocks, KFold with and without shuffle") {
  const nlohmann::json golden = golden::read("kfold/kfold.json");
  REQUIRE_FALSE(golden["cases"].empty());
  for (const nlohmann::json& one : golden["cases"]) {
    const std::size_t images = one["images"], folds = one["folds"];
    const std::uint32_t seed = one["seed"];
    CAPTURE(images);
    CAPTURE(seed);
    CHECK(numpy_shuffled(images, seed) == one["shuffled"].get<HeldOut>());
    CHECK(reference_folds(images, folds, seed) == one["numpy_blocks_val"].get<Lists>());
    CHECK(sklearn_folds(images, folds, seed) == one["sklearn_val"].get<Lists>());
    CHECK(sklearn_folds(images, folds, std::nullopt) == one["sklearn_no_shuffle_val"].get<Lists>());
  }
}

TEST_CASE("the sizes of the reference's sets") {
  const nlohmann::json golden = golden::read("kfold/kfold.json");
  REQUIRE_FALSE(golden["large"].empty());
  for (const nlohmann::json& one : golden["large"]) {
    const std::size_t images = one["images"], folds = one["folds"];
    const std::uint32_t seed = one["seed"];
    CAPTURE(images);
    check_large(reference_folds(images, folds, seed), one["numpy_blocks"], images);
    check_large(sklearn_folds(images, folds, seed), one["sklearn"], images);
  }
}

}  // namespace
}  // namespace docket::folds
