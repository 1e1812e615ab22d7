#include <docket/evaluation/set_json.hpp>
#include <docket/evaluation/set_report.hpp>

#include <doctest/doctest.h>

namespace docket {
namespace {

SetResult three_images() {
  SetResult result;
  result.add({"good.jpg", {10, 10, 10}, {.num_char_gt = 40, .num_char_det = 40, .num_char_tp = 40}});
  result.add({"bad.jpg",
              {10, 8, 2},
              {.num_char_gt = 40,
               .num_char_det = 30,
               .num_char_tp = 11,
               .num_splitted = 1,
               .num_merged = 2,
               .num_missed = 6,
               .num_false = 3,
               .gran_score_recall = 1,
               .gran_score_precision = 2}});
  result.add({"fair.jpg", {10, 10, 9}, {.num_char_gt = 20, .num_char_det = 20, .num_char_tp = 20, .num_splitted = 1}});
  return result;
}

}  // namespace

TEST_CASE("the report names the images that CLEval scores worst, perfect ones never") {
  const SetResult result = three_images();
  CHECK(result.counts.matched == 21);
  CHECK(result.score.recall == 0.7);
  const std::vector<ImageResult> worst = worst_images(result, 5);
  REQUIRE(worst.size() == 2);
  CHECK(worst[0].name == "bad.jpg");
  CHECK(worst[1].name == "fair.jpg");
  const std::string text = set_text(SetReport(result, ClevalProfile::receipt, {.resamples = 0}), 1);
  CHECK(text.find("P 0.7500  R 0.7000  H 0.7241  (3 images, 30 words, 28 detections, 21 matched)") != std::string::npos);
  CHECK(text.find("P 0.3000  R 0.2500  H 0.2727  missed 6, false 3, split 1, merged 2  (IoU 0.5 H 0.2222)\n") != std::string::npos);
  CHECK(text.find("fair.jpg") == std::string::npos);
  CHECK(set_json(SetReport(result, ClevalProfile::receipt, {.resamples = 0}))["images"]["fair.jpg"]["matched"] == 9);
}

TEST_CASE("among images of one CLEval score the lower IoU is worse, and nothing found where nothing is costs nothing") {
  SetResult result;
  result.add({"empty.jpg", {0, 0, 0}, {}});
  result.add({"half.jpg", {2, 2, 1}, {.num_char_gt = 4, .num_char_det = 4, .num_char_tp = 4}});
  result.add({"none.jpg", {2, 2, 0}, {.num_char_gt = 4, .num_char_det = 4, .num_char_tp = 4}});
  result.add({"invented.jpg", {0, 1, 0}, {.num_char_det = 2, .num_char_fp = 2, .num_false = 1}});
  result.add({"also_half.jpg", {2, 2, 1}, {.num_char_gt = 4, .num_char_det = 4, .num_char_tp = 4}});
  std::vector<std::string> names;
  for (const ImageResult& image : worst_images(result, 9)) names.push_back(image.name);
  CHECK(names == std::vector<std::string>{"invented.jpg", "none.jpg", "half.jpg", "also_half.jpg"});
}

TEST_CASE("the mean over images and the total are told apart") {
  const SetReport report(three_images(), ClevalProfile::quad, {.resamples = 0});
  CHECK(report.score(SetMetric::cleval_mean).recall == doctest::Approx((1 + 0.25 + 1) / 3));
  CHECK(report.score(SetMetric::cleval_total).recall == 0.7);
  CHECK(report.score(SetMetric::cleval_total).precision == 69.0 / 90);
  const std::string text = set_text(report, 0);
  CHECK(text.find("CLEval quad, mean       P 0.7667  R 0.7500  H 0.7576  (") != std::string::npos);
  CHECK(text.find("CLEval quad, total      P 0.7667  R 0.7000") != std::string::npos);
  CHECK(text.find("interval") == std::string::npos);
}

TEST_CASE("intervals are the same for a seed, hold the score and shrink to nothing when all images are alike") {
  const SetResult result = three_images();
  const SetReport report(result, ClevalProfile::receipt, {.resamples = 200, .seed = 7});
  const Interval interval = interval_of(report.draws, SetMetric::iou, &IouScore::hmean, 0.95);
  CHECK(interval.low < result.score.hmean);
  CHECK(interval.high > result.score.hmean);
  CHECK(interval.low >= 2.0 / 9);  // only bad.jpg
  CHECK(interval.high <= 1);
  CHECK(set_json(report) == set_json(SetReport(result, ClevalProfile::receipt, {.resamples = 200, .seed = 7})));
  CHECK(set_json(report) != set_json(SetReport(result, ClevalProfile::receipt, {.resamples = 200, .seed = 8})));

  SetResult alike;
  for (const char* name : {"a", "b", "c"}) alike.add({name, {10, 10, 5}, {.num_char_gt = 4, .num_char_det = 4, .num_char_tp = 3}});
  for (const SetScores& draw : resampled_scores(alike, {.resamples = 20})) {
    CHECK(draw[0].hmean == 0.5);
    CHECK(draw[1].hmean == doctest::Approx(0.75));
    CHECK(draw[2].hmean == 0.75);
  }
}

TEST_CASE("percentiles lie between neighbours as numpy's do") {
  const Interval interval = percentile_interval({4, 1, 3, 2, 5}, 0.9);
  CHECK(interval.low == doctest::Approx(1.2));
  CHECK(interval.high == doctest::Approx(4.8));
  CHECK(percentile_interval({}, 0.95).high == 0);
}

TEST_CASE("two results are compared draw by draw, so what they share cancels") {
  const SetResult ours = three_images();
  SetResult others;
  for (ImageResult image : ours.images) {
    image.cleval.num_char_tp -= 2;
    others.add(image);
  }
  const BootstrapOptions options{.resamples = 100};
  const SetReport report(ours, ClevalProfile::receipt, options), other(others, ClevalProfile::receipt, options);
  const auto difference = difference_json(report, other, "other.json");
  CHECK(difference["iou"]["difference"] == 0);
  CHECK(difference["iou"]["interval"] == nlohmann::json{0.0, 0.0});
  CHECK(difference["cleval_mean"]["better"] == 1);
  CHECK(difference["cleval_mean"]["interval"][0] > 0);
  CHECK(difference_text(report, other, "other.json").find("better in 100.0 % of the resamples") != std::string::npos);
}

}  // namespace docket
