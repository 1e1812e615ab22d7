#include <docket/data/sample_loader.hpp>

#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>

#include <algorithm>
#include <set>

#include "support/doctest_beside_torch.hpp"
#include "support.hpp"

namespace docket {
namespace {

struct Fixture {
  testing::PictureFolder folder;
  Dataset dataset;

  Fixture() {
    for (int i = 0; i < 7; ++i) {
      const std::string name = std::to_string(i) + ".png";
      folder.picture(name, 90 + 4 * i, 120);
      dataset.images.push_back({name, folder.path / name, {{"0001", {{22, 30}, {45, 30}, {45, 60}, {22, 60}}, "", false}}});
    }
  }
};

/// The number of words and the corners' sum stand for real target maps.
NamedTensors fake_targets(std::span<const std::vector<TargetWord>> samples, Size size) {
  at::Tensor maps = at::empty({static_cast<std::int64_t>(samples.size()), 1, size.height, size.width}, at::kFloat);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    double sum = static_cast<double>(samples[i].size());
    for (const TargetWord& word : samples[i]) {
      for (const Point& p : word.polygon) sum += p.x + 3 * p.y;
    }
    maps[static_cast<std::int64_t>(i)].fill_(sum);
  }
  return {{"prob", maps}};
}

LoaderSettings settings_for(int workers) {
  LoaderSettings settings;
  settings.geometry = {96, 64};
  settings.batch_size = 3;
  settings.workers = workers;
  settings.seed = 5;
  return settings;
}

std::vector<Batch> take(const PictureStore& store, int workers, std::int64_t first, int count) {
  SampleLoader loader(store, fake_targets, settings_for(workers), first);
  std::vector<Batch> batches;
  for (int i = 0; i < count; ++i) batches.push_back(loader.next());
  return batches;
}

void check_equal(const Batch& a, const Batch& b) {
  CHECK(a.indices == b.indices);
  CHECK(at::equal(a.images, b.images));
  REQUIRE(a.targets.size() == b.targets.size());
  for (std::size_t i = 0; i < a.targets.size(); ++i) CHECK(at::equal(a.targets[i].second, b.targets[i].second));
}

}  // namespace

TEST_CASE("batches do not depend on the number of workers, on the cache, or on where the loader began") {
  Fixture fixture;
  const PictureStore store(fixture.dataset, std::size_t{1} << 30, 2);
  Dataset again = fixture.dataset;
  const PictureStore uncached(again, 0, 1);
  const std::vector<Batch> one = take(store, 1, 0, 7);
  const std::vector<Batch> three = take(uncached, 3, 0, 7);
  const std::vector<Batch> late = take(store, 2, 4, 3);
  for (std::size_t i = 0; i < one.size(); ++i) check_equal(one[i], three[i]);
  for (std::size_t i = 0; i < late.size(); ++i) check_equal(one[i + 4], late[i]);
}

TEST_CASE("an epoch has every picture once, and the next one has another order") {
  Fixture fixture;
  const PictureStore store(fixture.dataset, std::size_t{1} << 30, 1);
  const std::vector<Batch> batches = take(store, 1, 0, 6);
  std::vector<std::size_t> first, second;
  for (std::size_t i = 0; i < 6; ++i) {
    auto& order = i < 3 ? first : second;
    order.insert(order.end(), batches[i].indices.begin(), batches[i].indices.end());
  }
  CHECK(first.size() == 7);
  CHECK(std::set(first.begin(), first.end()).size() == 7);
  CHECK(std::set(second.begin(), second.end()).size() == 7);
  CHECK(first != second);
  CHECK(batches[2].images.size(0) == 1);
}

TEST_CASE("a damaged picture is named and left out, the others stay") {
  Fixture fixture;
  (void)fixture.folder.write("3.png", "this is no picture");
  const PictureStore store(fixture.dataset, std::size_t{1} << 30, 2);
  CHECK(store.count() == 6);
  REQUIRE(fixture.dataset.problems.list().size() == 1);
  CHECK(fixture.dataset.problems.lines()[0].find("3.png") != std::string::npos);
}

TEST_CASE("what making a batch threw arrives at the one who asks for it") {
  Fixture fixture;
  const PictureStore store(fixture.dataset, std::size_t{1} << 30, 1);
  SampleLoader loader(store, [](auto, Size) -> NamedTensors { throw Error(ErrorKind::model, "head", "no targets today"); }, settings_for(2));
  CHECK_THROWS_WITH((void)loader.next(), "head: no targets today");
}

}  // namespace docket
