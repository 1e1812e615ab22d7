#include <docket/evaluation/iou.hpp>

#include <doctest/doctest.h>

namespace docket {
namespace {

Polygon box(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

}  // namespace

TEST_CASE("an overlap of exactly one half is no match") {
  const std::vector<IouTruth> truths{{box(0, 0, 10, 10), false}};
  CHECK(match_words(truths, std::vector<Polygon>{box(0, 0, 10, 5)}).counts.matched == 0);
  CHECK(match_words(truths, std::vector<Polygon>{box(0, 0, 10, 5.01)}).counts.matched == 1);
}

TEST_CASE("each true word takes the first free detection, not the best one") {
  const std::vector<IouTruth> truths{{box(0, 0, 10, 10), false}, {box(0, 0, 10, 9), false}};
  const IouImage image = match_words(truths, std::vector<Polygon>{box(0, 0, 10, 9), box(0, 0, 10, 10)});
  CHECK(image.pairs == std::vector<std::pair<std::size_t, std::size_t>>{{0, 0}, {1, 1}});
}

TEST_CASE("a detection mostly inside an ignored word counts nowhere") {
  const std::vector<IouTruth> truths{{box(0, 0, 10, 10), true}, {box(20, 0, 30, 10), false}};
  const IouImage image = match_words(truths, std::vector<Polygon>{box(0, 0, 10, 4), box(20, 0, 30, 10), box(5, 0, 15, 10)});
  CHECK(image.counts.truths == 1);
  CHECK(image.counts.detections == 2);  // the third lies only half inside
  CHECK(image.counts.matched == 1);
}

TEST_CASE("an image without words is perfect when nothing is found, a data set without words is not") {
  CHECK(image_score({0, 0, 0}).hmean == 1);
  CHECK(image_score({0, 2, 0}).precision == 0);
  CHECK(image_score({2, 0, 0}).recall == 0);
  CHECK(dataset_score({0, 0, 0}).hmean == 0);
  CHECK(dataset_score({4, 5, 3}).recall == 0.75);
  CHECK(dataset_score({4, 5, 3}).precision == 0.6);
}

}  // namespace docket
