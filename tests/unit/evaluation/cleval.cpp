#include <docket/evaluation/cleval.hpp>
#include <docket/evaluation/score_image.hpp>

#include <limits>

#include <doctest/doctest.h>

namespace docket {
namespace {

Polygon word_box(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

std::string message_of(const std::vector<ClevalTruth>& truths, const std::vector<Polygon>& detections, ClevalProfile profile) {
  try {
    (void)cleval_counts(truths, detections, {.profile = profile});
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::data);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a word in two halves is found whole, less one character of recall") {
  const std::vector<ClevalTruth> truths{{word_box(0, 0, 100, 20), "ten chars!", {}}};
  const std::vector<Polygon> halves{word_box(0, 0, 50, 20), word_box(50, 0, 100, 20)};
  const ClevalCounts counts = cleval_counts(truths, halves, {.profile = ClevalProfile::quad});
  CHECK(counts.num_char_tp == 10);
  CHECK(counts.num_splitted == 1);
  CHECK(cleval_score(counts).recall == 0.9);
  CHECK(cleval_score(counts).precision == 1);
}

TEST_CASE("what a profile cannot read is named") {
  CHECK(message_of({{word_box(0, 0, 9, 9), {}, {}}}, {}, ClevalProfile::quad) ==
        "true word 0: has no transcription; CLEval's profile quad counts its characters, receipt does without");
  CHECK(message_of({{word_box(0, 0, 9, 9), "", {}}}, {}, ClevalProfile::receipt) ==
        "true word 0: has an empty transcription, which CLEval's profile receipt does not take");
  CHECK(message_of({}, {word_box(0, 0, 9, 9), {{0, 0}, {9, 0}, {9, 9}, {5, 12}, {0, 9}}}, ClevalProfile::quad) ==
        "detection 1: has 5 points, CLEval's profile quad wants 4; receipt and poly take polygons");
  CHECK(message_of({}, {{{0, 0}, {9, 9}}}, ClevalProfile::poly) == "detection 0: has 2 points, CLEval's profile poly wants 3 or more");
  CHECK(message_of({}, {word_box(0, 0, 1e300, 9)}, ClevalProfile::receipt).find("within 2^31 pixels") != std::string::npos);
  CHECK(message_of({}, {word_box(0, 0, std::numeric_limits<double>::quiet_NaN(), 9)}, ClevalProfile::poly).find("nan") != std::string::npos);
}

TEST_CASE("scoring an image: ignored words count nowhere, and a missing text is named where texts count") {
  AnnotatedImage image{"a.jpg", {}, {}};
  image.words.push_back({"0001", word_box(0, 0, 40, 10), "abcd", false});
  image.words.push_back({"0002", word_box(0, 20, 40, 30), "###", true});
  const std::vector<Polygon> found{word_box(0, 0, 40, 10), word_box(0, 20, 40, 30)};
  for (const ClevalProfile profile : {ClevalProfile::receipt, ClevalProfile::quad, ClevalProfile::poly}) {
    CAPTURE(name_of(profile));
    const ImageResult result = score_image(image, found, {.profile = profile});
    CHECK(result.counts.matched == 1);
    CHECK(result.cleval.num_char_gt == 4);
    CHECK(result.cleval.num_char_fp == 0);
    CHECK(cleval_score(result.cleval).hmean == 1);
  }
  image.words[0].transcription.clear();
  CHECK_THROWS_WITH_AS((void)score_image(image, found, {.profile = ClevalProfile::poly}),
                       "a.jpg word 0001: has no transcription, of which CLEval's profile poly counts the characters; profile receipt does without", Error);
}

TEST_CASE("a prediction file: images that only one side has are named, and so is a crowd of detections") {
  Dataset truth, predictions;
  for (const char* name : {"a.jpg", "b.jpg"}) truth.images.push_back({name, {}, {{"1", word_box(0, 0, 40, 10), "", false}}});
  predictions.images.push_back({"a.jpg", {}, {{"1", word_box(0, 0, 40, 10), "", false}, {"2", word_box(0, 50, 40, 60), "", false}}});
  predictions.images.push_back({"z.jpg", {}, {}});
  DatasetProblems problems;
  const SetResult result = score_predictions(truth, predictions, {.max_polygons = 1}, problems);
  REQUIRE(result.images.size() == 2);
  CHECK(result.counts.matched == 1);
  CHECK(result.images[0].cleval.num_char_fp == 0);  // the second detection is beyond the limit
  CHECK(result.images[1].cleval.num_char_tp == 0);
  CHECK(problems.lines() == std::vector<std::string>{"1 images with more detections than the 1 that CLEval's profile receipt counts: a.jpg",
                                                     "1 true images without a prediction, taken as empty: b.jpg",
                                                     "1 predicted images that the truth does not have, left out: z.jpg"});
}

TEST_CASE("a text is as long as it has code points, in upper case perhaps longer") {
  CHECK(code_point_count("가나 é") == 4);
  CHECK(code_point_count("👨‍👩‍👧") == 5);
  CHECK(upper_case_code_point_count("straße") == 7);
  CHECK(upper_case_code_point_count("o\uFB03ce") == 6);
  CHECK(upper_case_code_point_count("가나abc") == 5);
}

TEST_CASE("a float32 sum is made in blocks of eight, and in halves beyond 128") {
  std::vector<float> tenths(300, 0.1f);
  CHECK(pairwise_sum(std::span(tenths).first(7)) == 0.1f + 0.1f + 0.1f + 0.1f + 0.1f + 0.1f + 0.1f);
  CHECK(pairwise_sum(std::span(tenths).first(8)) == 0.8f);
  CHECK(pairwise_sum(std::span(tenths)) == pairwise_sum(std::span(tenths).first(144)) + pairwise_sum(std::span(tenths).subspan(144)));
}

}  // namespace docket
