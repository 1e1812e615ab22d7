#include <docket/folds/split.hpp>

#include <algorithm>
#include <numeric>

#include <doctest/doctest.h>

namespace docket::folds {
namespace {

std::size_t sum_of(const HeldOut& images, const std::vector<std::size_t>& words) {
  return std::accumulate(images.begin(), images.end(), std::size_t{0}, [&](std::size_t sum, std::size_t i) { return sum + words[i]; });
}

TEST_CASE("3,676 images in five blocks are 735 each, and 736 in the last") {
  const auto folds = reference_folds(3676, 5, 42);
  for (std::size_t i = 0; i < 4; ++i) CHECK(folds[i].size() == 735);
  CHECK(folds[4].size() == 736);
}

TEST_CASE("more folds than images, and fewer than two") {
  CHECK_THROWS_WITH((void)reference_folds(3, 5, 42), "folds: 5 are wanted of 3 images; each fold must hold out at least one");
  CHECK_THROWS_WITH((void)sklearn_folds(1, 2, 0), doctest::Contains("2 are wanted of 1 image;"));
  CHECK_THROWS_WITH((void)reference_folds(10, 1, 42), "folds: 1 is too few; at least 2 are needed");
  CHECK_THROWS_WITH((void)grouped_folds(std::vector<std::size_t>{0, 0, 1, 1}, 3, 42), doctest::Contains("3 are wanted of 2 groups"));
  CHECK_THROWS_WITH((void)density_folds(std::vector<std::size_t>{7, 8}, 3, 42), doctest::Contains("3 are wanted of 2 images"));
}

TEST_CASE("a group is never torn, and the folds stay even") {
  std::vector<std::size_t> groups;
  for (std::size_t i = 0; i < 100; ++i) groups.push_back(i % 7 == 0 ? 0 : i % 23);
  const auto folds = grouped_folds(groups, 5, 42);
  expect_partition(folds, groups.size());
  std::vector<std::size_t> fold_of_group(23, 99);
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    CHECK(folds[fold].size() >= 18);
    CHECK(folds[fold].size() <= 22);
    for (const std::size_t image : folds[fold]) {
      std::size_t& known = fold_of_group[groups[image]];
      CHECK((known == 99 || known == fold));
      known = fold;
    }
  }
  CHECK(folds == grouped_folds(groups, 5, 42));
  CHECK(folds != grouped_folds(groups, 5, 43));
}

TEST_CASE("folds by density have the same words per image, where a shuffle has not") {
  std::vector<std::size_t> words;
  for (std::size_t i = 0; i < 50; ++i) words.push_back(i < 40 ? 20 + i / 2 : 200 + 10 * i);
  const auto spread = [&](const std::vector<HeldOut>& folds) {
    std::vector<double> means;
    for (const HeldOut& fold : folds) means.push_back(static_cast<double>(sum_of(fold, words)) / static_cast<double>(fold.size()));
    return *std::max_element(means.begin(), means.end()) - *std::min_element(means.begin(), means.end());
  };
  const auto folds = density_folds(words, 5, 42);
  expect_partition(folds, words.size());
  for (const HeldOut& fold : folds) CHECK(fold.size() == 10);
  CHECK(spread(folds) < 2);
  CHECK(spread(reference_folds(words.size(), 5, 42)) > 20);
  CHECK(folds != density_folds(words, 5, 43));
}

TEST_CASE("an image in two folds, a lost one and an empty fold are noticed") {
  CHECK_NOTHROW(expect_partition({{0, 2}, {1}}, 3));
  CHECK_THROWS_WITH(expect_partition({{0, 2}, {1, 2}}, 3), doctest::Contains("image 2: is held out by 2 folds"));
  CHECK_THROWS_WITH(expect_partition({{0}, {1}}, 3), doctest::Contains("image 2: is held out by 0 folds"));
  CHECK_THROWS_WITH(expect_partition({{0, 1}, {}}, 2), doctest::Contains("holds out no image"));
}

}  // namespace
}  // namespace docket::folds
