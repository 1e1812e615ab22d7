#include <docket/evaluation/score_image.hpp>
#include <docket/evaluation/set_json.hpp>
#include <docket/evaluation/slices.hpp>

#include <doctest/doctest.h>

namespace docket {
namespace {

Polygon rectangle(double left, double top, double right, double bottom) {
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

/// 200 x 100 px: "abcd" at the left border is found, "xy" is missed, "ten chars!" is found in two halves (IoU exactly one half,
/// so no match there), an ignored word has a detection, and the last detection is false.
ImageResult mixed_image() {
  AnnotatedImage image{"mixed.jpg", {}, {}, {200, 100}};
  image.words = {{"1", rectangle(0, 10, 40, 20), "abcd", false},
                 {"2", rectangle(50, 30, 80, 60), "xy", false},
                 {"3", rectangle(100, 80, 180, 95), "ten chars!", false},
                 {"4", rectangle(100, 40, 140, 60), "###", true}};
  const std::vector<Polygon> found{rectangle(0, 10, 40, 20), rectangle(100, 80, 140, 95), rectangle(140, 80, 180, 95),
                                   rectangle(100, 40, 140, 60), rectangle(150, 10, 190, 40)};
  return score_image(image, found, {.profile = ClevalProfile::quad});
}

const SliceClass& find_class(const std::vector<Slice>& slices, const std::string& key, const std::string& name) {
  for (const Slice& slice : slices) {
    for (const SliceClass& one : slice.classes) {
      if (slice.key == key && one.name == name) return one;
    }
  }
  throw Error(ErrorKind::other, key, "has no class '" + name + "'");
}

void check_iou(const SliceClass& one, const IouCounts& expected) {
  CAPTURE(one.name);
  CHECK(one.iou.truths == expected.truths);
  CHECK(one.iou.detections == expected.detections);
  CHECK(one.iou.matched == expected.matched);
}

}  // namespace

TEST_CASE("what became of each word and each detection") {
  const ImageResult image = mixed_image();
  const auto truth = [&](std::size_t i) { return image.truths[i].match; };
  const auto detection = [&](std::size_t i) { return image.detections[i].match; };
  CHECK(truth(0) == WordMatch::matched);
  CHECK(truth(1) == WordMatch::unmatched);
  CHECK(truth(2) == WordMatch::split);
  CHECK(truth(3) == WordMatch::ignored);
  CHECK(detection(0) == WordMatch::matched);
  CHECK(detection(1) == WordMatch::split);
  CHECK(detection(2) == WordMatch::split);
  CHECK(detection(3) == WordMatch::ignored);
  CHECK(detection(4) == WordMatch::unmatched);
  CHECK(image.cleval.num_missed == 1);
  CHECK(image.cleval.num_false == 1);
  CHECK(image.cleval.num_splitted == 1);
  CHECK(image.truths[2].found == 10);
  CHECK(image.truths[2].penalty == 1);
  CHECK_FALSE(image.truths[3].in_iou);
  CHECK_FALSE(image.detections[3].in_iou);
  CHECK(image.detections[0].iou_truth == 0);
  CHECK(image.detections[1].iou_truth == DetectionResult::nothing);
}

TEST_CASE("a detection over two words is merged, and so are its words") {
  AnnotatedImage image{
      "a.jpg", {}, {{"1", rectangle(0, 0, 40, 10), "abcd", false}, {"2", rectangle(50, 0, 90, 10), "efgh", false}}};
  const std::vector<Polygon> found{rectangle(0, 0, 90, 10)};
  const ImageResult result = score_image(image, found, {.profile = ClevalProfile::quad});
  CHECK(result.truths[0].match == WordMatch::merged);
  CHECK(result.truths[1].match == WordMatch::merged);
  CHECK(result.detections[0].match == WordMatch::merged);
  CHECK(result.cleval.num_merged == 1);
  CHECK(result.cleval.num_missed == 0);

  // A further box over the first word makes that one split; the wide box stays merged, and its other word too.
  const std::vector<Polygon> more{rectangle(0, 0, 90, 10), rectangle(0, 0, 20, 10)};
  const ImageResult both = score_image(image, more, {.profile = ClevalProfile::quad});
  CHECK(both.truths[0].match == WordMatch::split);
  CHECK(both.truths[1].match == WordMatch::merged);
  CHECK(both.detections[0].match == WordMatch::merged);
  CHECK(both.detections[1].match == WordMatch::split);

  // A flat strip over both words holds their centres and covers too little of either to share it, but is merged; the box of the
  // first word is then one of two.
  const std::vector<Polygon> strip{rectangle(0, 0, 40, 10), rectangle(0, 0, 160, 10)};
  const ImageResult wide = score_image(image, strip, {.profile = ClevalProfile::quad});
  CHECK(wide.truths[0].match == WordMatch::split);
  CHECK(wide.truths[1].match == WordMatch::merged);
  CHECK(wide.detections[0].match == WordMatch::split);
  CHECK(wide.detections[1].match == WordMatch::merged);
}

TEST_CASE("slices of words: matches go with the true word, false detections with their own box") {
  SetResult result;
  result.add(mixed_image());
  const std::vector<Slice> slices = slices_of(result);
  check_iou(find_class(slices, "height_px", "8 to 12"), {1, 1, 1});
  check_iou(find_class(slices, "height_px", "12 to 16"), {1, 2, 0});
  check_iou(find_class(slices, "height_px", "24 to 32"), {1, 1, 0});
  CHECK(cleval_score(find_class(slices, "height_px", "8 to 12").cleval).recall == 1);
  CHECK(cleval_score(find_class(slices, "height_px", "12 to 16").cleval).recall == 0.9);
  CHECK(cleval_score(find_class(slices, "height_px", "24 to 32").cleval).recall == 0);
  CHECK(find_class(slices, "height_px", "24 to 32").cleval.num_missed == 1);
  check_iou(find_class(slices, "aspect", "1 to 2"), {1, 1, 0});
  check_iou(find_class(slices, "aspect", "2 to 4"), {0, 2, 0});
  check_iou(find_class(slices, "aspect", "4 to 8"), {2, 1, 1});
  CHECK(cleval_score(find_class(slices, "aspect", "4 to 8").cleval).recall == 13.0 / 14);
  check_iou(find_class(slices, "border", "at it"), {1, 1, 1});
  check_iou(find_class(slices, "border", "near it"), {1, 3, 0});
  check_iou(find_class(slices, "border", "away"), {1, 0, 0});
  check_iou(find_class(slices, "border", "size not known"), {0, 0, 0});
  check_iou(find_class(slices, "tilt_deg", "below 2"), {3, 4, 1});
}

TEST_CASE("the classes of a slice add up to the set, and its recall is the set's") {
  SetResult result;
  result.add(mixed_image());
  AnnotatedImage tilted{"tilted.jpg", {}, {{"1", {{30, 0}, {60, 40}, {52, 46}, {22, 6}}, "abcde", false}}};
  result.add(score_image(tilted, std::vector<Polygon>{tilted.words[0].polygon}, {.profile = ClevalProfile::quad}));
  const std::vector<Slice> slices = slices_of(result);
  check_iou(find_class(slices, "tilt_deg", "45 and more"), {1, 1, 1});
  check_iou(find_class(slices, "border", "size not known"), {1, 1, 1});
  for (const Slice& slice : slices) {
    CAPTURE(slice.key);
    SliceClass sum{"sum"};
    for (const SliceClass& one : slice.classes) {
      sum.iou += one.iou;
      sum.cleval += one.cleval;
      sum.images += one.images;
    }
    check_iou(sum, {4, 5, 2});
    CHECK(sum.images == (slice.of_images ? 2 : 0));
    CHECK(cleval_score(sum.cleval).recall == 18.0 / 21);
    CHECK(cleval_score(sum.cleval).recall == cleval_score(result.cleval).recall);
  }
}

TEST_CASE("images are told apart by their words that count") {
  SetResult result;
  for (const std::size_t words : {9, 10, 24, 200}) {
    result.add({"a.jpg", {words, words, words / 2}, {.num_char_gt = words, .num_char_det = words, .num_char_tp = words / 2}});
  }
  const std::vector<Slice> slices = slices_of(result);
  check_iou(find_class(slices, "words_per_image", "below 10"), {9, 9, 4});
  check_iou(find_class(slices, "words_per_image", "10 to 25"), {34, 34, 17});
  CHECK(find_class(slices, "words_per_image", "10 to 25").images == 2);
  CHECK(cleval_score(find_class(slices, "words_per_image", "10 to 25").cleval).hmean == 0.5);
  check_iou(find_class(slices, "words_per_image", "200 and more"), {200, 200, 100});
}

TEST_CASE("the table leaves out empty classes, the JSON does not") {
  SetResult result;
  result.add(mixed_image());
  const std::string text = slices_text(result, ClevalProfile::quad);
  CAPTURE(text);
  CHECK(text.find("word height, px       words    false  IoU 0.5                       CLEval quad\n"
                  "  8 to 12                 1        0  P 1.0000  R 1.0000  H 1.0000  R 1.0000\n"
                  "  12 to 16                1        2  P 0.0000  R 0.0000  H 0.0000  R 0.9000\n"
                  "  24 to 32                1        1  P 0.0000  R 0.0000  H 0.0000  R 0.0000\n"
                  "width / height") == 0);
  CHECK(text.find("  2 to 4                  0        2  P 0.0000  R -       H 0.0000  R -\n") != std::string::npos);
  CHECK(text.find("words per image      images    words  IoU 0.5                       CLEval quad, total\n"
                  "  below 10                1        3  P 0.2500  R 0.3333  H 0.2857  P 0.") != std::string::npos);
  const nlohmann::json json = set_json(SetReport(result, ClevalProfile::quad, {.resamples = 0}))["slices"];
  REQUIRE(json.size() == 5);
  REQUIRE(json["height_px"].size() == 7);
  CHECK(json["height_px"][2]["class"] == "12 to 16");
  CHECK(json["height_px"][2]["detections"] == 2);
  CHECK(json["height_px"][2]["cleval"]["recall"] == 0.9);
  CHECK(json["height_px"][6]["words"] == 0);
  CHECK(json["words_per_image"][0]["images"] == 1);
  CHECK(json["words_per_image"][0]["cleval"]["num_false"] == 1);
}

}  // namespace docket
