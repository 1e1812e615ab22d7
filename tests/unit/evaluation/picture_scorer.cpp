#include <docket/evaluation/picture_scorer.hpp>

#include <vector>

#include <doctest/doctest.h>

#include <docket/core/random.hpp>

namespace docket {

TEST_CASE("lists of detections that share polygons count as each list alone, whatever the profile") {
  constexpr std::uint64_t seed = 7;
  Random random{seed};
  const auto box = [&](double reach) {
    const double x = random.uniform(0, 400), y = random.uniform(0, 300), w = random.uniform(5, 90), h = random.uniform(5, 30), tilt = random.uniform(-reach, reach);
    return Polygon{{x, y}, {x + w, y + tilt}, {x + w - tilt, y + h + tilt}, {x - tilt, y + h}};
  };
  AnnotatedImage truth{"page.jpg", {}, {}, {}};
  for (int i = 0; i < 40; ++i) truth.words.push_back({std::to_string(i), box(2), "word", random.chance(0.2), {}});
  std::vector<Polygon> found;
  for (const AnnotatedWord& word : truth.words) {
    found.push_back(word.polygon);
    for (Point& p : found.back()) p = {p.x + random.uniform(-4, 4), p.y + random.uniform(-4, 4)};
  }
  for (int i = 0; i < 30; ++i) found.push_back(box(5));
  found.push_back({{0, 0}, {50, 50}, {50, 0}, {0, 50}});  // crosses itself
  found.push_back({{10, 10}, {60, 12}, {30, 40}, {25, 15}});
  for (const ClevalProfile profile : {ClevalProfile::receipt, ClevalProfile::quad, ClevalProfile::poly}) {
    ClevalOptions options;
    options.profile = profile;
    options.max_polygons = 50;
    PictureScorer scorer(truth, options);
    for (int list = 0; list < 20; ++list) {
      CAPTURE(list);
      std::vector<Polygon> some;
      for (const Polygon& polygon : found) {
        if (random.chance(0.8)) some.push_back(polygon);
      }
      if (profile == ClevalProfile::receipt) some.push_back({{5, 5}, {30, 5}, {5, 30}});  // a triangle, which this profile leaves out
      const ImageResult alone = score_image(truth, some, options);
      const auto [iou, cleval] = scorer.score(some);
      CHECK(iou.truths == alone.counts.truths);
      CHECK(iou.detections == alone.counts.detections);
      CHECK(iou.matched == alone.counts.matched);
      CHECK(cleval.num_char_gt == alone.cleval.num_char_gt);
      CHECK(cleval.num_char_det == alone.cleval.num_char_det);
      CHECK(cleval.num_char_tp == alone.cleval.num_char_tp);
      CHECK(cleval.num_char_fp == alone.cleval.num_char_fp);
      CHECK(cleval.gran_score_recall == alone.cleval.gran_score_recall);
      CHECK(cleval.gran_score_precision == alone.cleval.gran_score_precision);
    }
  }
  CHECK_THROWS_WITH_AS((void)PictureScorer(truth, {.profile = ClevalProfile::quad}).score(std::vector<Polygon>{{{0, 0}, {9, 0}, {0, 9}}}), doctest::Contains("page.jpg: detection 0: has 3 points"), Error);
}

}  // namespace docket
