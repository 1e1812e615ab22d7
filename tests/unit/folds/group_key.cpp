#include <docket/folds/group_key.hpp>

#include <doctest/doctest.h>

#include "../../support/temporary_folder.hpp"

namespace docket::folds {
namespace {

using docket::testing::TemporaryFolder;

const char* const receipts = R"({"images":{
  "ikea_01.jpg":{"merchant":"IKEA","tags":["2024","shop=ikea"],"words":{"1":{"transcription":"IKEA B.V."},"2":{"transcription":"TOTAL"}}},
  "ikea_02.jpg":{"merchant":"IKEA","tags":["shop=ikea"],"words":{"1":{"transcription":null},"2":{"transcription":"ikea b.v."}}},
  "aldi_01.jpg":{"merchant":7,"tags":["shop=aldi"],"words":{"1":{"transcription":"ALDI"}}},
  "x.jpg":{}}})";

std::vector<std::string> keys(const std::string& spec) {
  const TemporaryFolder folder;
  const ImagePool pool = read_image_pool({folder.write("r.json", receipts)});
  const GroupKey key(spec);
  std::vector<std::string> found;
  for (const PoolImage& image : pool.images) found.push_back(key.of(image).value_or("-"));
  return found;
}

TEST_CASE("keys come from the name, the texts, the tags or any key; sorted by name") {
  using Keys = std::vector<std::string>;
  CHECK(keys("name:^([a-z]+)_") == Keys{"aldi", "ikea", "ikea", "-"});
  CHECK(keys("name:ikea") == Keys{"-", "ikea", "ikea", "-"});
  CHECK(keys("merchant") == Keys{"7", "IKEA", "IKEA", "-"});
  CHECK(keys("tags:^shop=(.*)") == Keys{"aldi", "ikea", "ikea", "-"});
  CHECK(keys("tags") == Keys{"[\"shop=aldi\"]", "[\"2024\",\"shop=ikea\"]", "[\"shop=ikea\"]", "-"});
  CHECK(keys("text:^(\\w+) [bB]") == Keys{"-", "IKEA", "ikea", "-"});
}

TEST_CASE("an image without a key is a group of its own") {
  const TemporaryFolder folder;
  const ImagePool pool = read_image_pool({folder.write("r.json", receipts)});
  const Groups groups = group_images(pool, GroupKey("merchant:^[A-Z]+"));
  CHECK(groups.of_image == std::vector<std::size_t>{0, 1, 1, 2});
  CHECK(groups.count == 3);
  CHECK(groups.without_key == 2);
  CHECK(groups.largest == std::pair<std::string, std::size_t>("IKEA", 2));
  CHECK_THROWS_WITH((void)group_images(pool, GroupKey("shop")), "--group-by: fits none of 4 images, such as aldi_01.jpg");
}

TEST_CASE("keys that cannot be") {
  CHECK_THROWS_WITH(GroupKey("name"), doctest::Contains("alone makes nothing belong together"));
  CHECK_THROWS_WITH(GroupKey(":x"), doctest::Contains("names no field"));
  CHECK_THROWS_WITH(GroupKey("name:(("), doctest::Contains("'((' is no regular expression"));
}

}  // namespace
}  // namespace docket::folds
