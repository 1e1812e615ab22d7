#include <postprocessors/db/postprocessor.hpp>

#include <cmath>
#include <limits>
#include <set>

#include <doctest/doctest.h>

using namespace docket;

namespace {

constexpr Size map_size{200, 120};

/// A map that is its own image, painted with rectangles whose last column and row belong to them.
struct Map {
  cv::Mat_<float> pixels = cv::Mat_<float>::zeros(map_size.height, map_size.width);

  Map& paint(int left, int top, int right, int bottom, float probability) {
    pixels(cv::Rect(cv::Point(left, top), cv::Point(right + 1, bottom + 1))) = probability;
    return *this;
  }
  [[nodiscard]] MapView view() const {
    return {pixels.ptr<float>(), pixels.rows, pixels.cols, static_cast<std::ptrdiff_t>(pixels.step1())};
  }
  [[nodiscard]] PostprocessResult words(const db::Options& options, ImageFrame frame = identity()) const {
    return db::DbPostprocessor(options).apply(view(), frame);
  }
  static ImageFrame identity() {
    ImageFrame frame;
    frame.image = frame.resized = frame.inverse_size = frame.input = frame.map = map_size;
    return frame;
  }
};

void check_box(const Polygon& found, double left, double top, double right, double bottom) {
  const Polygon expected{{left, top}, {right, top}, {right, bottom}, {left, bottom}};
  REQUIRE(found.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(found[i].x == doctest::Approx(expected[i].x).epsilon(1e-5));
    CHECK(found[i].y == doctest::Approx(expected[i].y).epsilon(1e-5));
  }
}

}  // namespace

TEST_CASE("a word grows by area * ratio / perimeter, in double") {
  // By hand: 76 x 16: area 1216, perimeter 184, 1216 * 2 / 184 = 13.2174.
  const Map map = Map().paint(50, 30, 126, 46, 0.9F);
  const auto found = map.words({});
  REQUIRE(found.detections.size() == 1);
  const double d = 1216 * 2.0 / 184;
  check_box(found.detections[0].polygon, 50 - d, 30 - d, 126 + d, 46 + d);
  CHECK(found.detections[0].score == doctest::Approx(0.9).epsilon(1e-6));
  CHECK(found.remarks.empty());
}

TEST_CASE("many settings of one map give what each gives alone") {
  Map map;
  for (int i = 0; i < 6; ++i) map.paint(10 + 30 * i, 10 + 12 * (i % 3), 28 + 30 * i, 20 + 12 * (i % 3), 0.35F + 0.1F * static_cast<float>(i));
  map.paint(20, 80, 90, 100, 0.9F).paint(40, 85, 70, 95, 0.0F);  // a ring
  std::vector<db::DbPostprocessor> made;
  for (const double thresh : {0.3, 0.5}) {
    for (const double box_thresh : {0.2, 0.6}) {
      for (const double ratio : {1.5, 2.0}) {
        for (const char* mode : {"box", "polygon"}) made.emplace_back(db::Options{.thresh = thresh, .box_thresh = box_thresh, .mode = mode, .unclip_ratio = ratio});
      }
    }
  }
  made.emplace_back(db::Options{.max_candidates = 2});
  made.emplace_back(db::Options{.max_candidates = 3, .candidate_order = "scan"});
  made.emplace_back(db::Options{.max_candidates = 2, .candidate_order = "scan", .coordinates = "integer", .holes = true});
  made.emplace_back(db::Options{.min_size = 12});
  made.emplace_back(db::Options{.min_unclipped_size = 25});
  made.emplace_back(db::Options{.upright_below = 5});
  made.emplace_back(db::Options{.mode = "polygon", .epsilon_ratio = 0.05});
  made.emplace_back(db::Options{.clip = true, .unclip = "restore"});
  made.emplace_back(db::Options{.unclip = "restore", .shrink_ratio = 0.6});
  std::vector<const Postprocessor*> all;
  for (const db::DbPostprocessor& one : made) all.push_back(&one);
  const std::vector<PostprocessResult> together = all.front()->apply_all(all, map.view(), Map::identity());
  REQUIRE(together.size() == all.size());
  std::set<std::size_t> counts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    const PostprocessResult alone = all[i]->apply(map.view(), Map::identity());
    CHECK(together[i].remarks == alone.remarks);
    REQUIRE(together[i].detections.size() == alone.detections.size());
    counts.insert(alone.detections.size());
    for (std::size_t d = 0; d < alone.detections.size(); ++d) {
      CHECK(together[i].detections[d].polygon == alone.detections[d].polygon);
      CHECK(together[i].detections[d].score == alone.detections[d].score);
    }
  }
  CHECK(counts.size() >= 4);  // the settings are not all alike
}

TEST_CASE("unclip = restore undoes the shrinking of the target") {
  // reference-system.md 3.2: 100 x 40 has L 280, area 4000, D 12 and is shrunk to 76 x 16.
  const auto found = Map().paint(50, 30, 126, 46, 0.9F).words({.unclip = "restore"});
  REQUIRE(found.detections.size() == 1);
  check_box(found.detections[0].polygon, 38, 18, 138, 58);
}

TEST_CASE("unclip = compat_fixed takes 1.5 for boxes and 2.0 for polygons") {
  const Map map = Map().paint(50, 30, 126, 46, 0.9F);
  const double box = 1216 * 1.5 / 184, polygon = 1216 * 2.0 / 184;
  check_box(map.words({.unclip_ratio = 9, .unclip = "compat_fixed"}).detections.at(0).polygon, 50 - box, 30 - box, 126 + box,
            46 + box);
  const auto outline = map.words({.mode = "polygon", .unclip_ratio = 9, .unclip = "compat_fixed"}).detections.at(0).polygon;
  double left = 1e9, bottom = 0;
  for (const Point& p : outline) {
    left = std::min(left, p.x);
    bottom = std::max(bottom, p.y);
  }
  CHECK(left == doctest::Approx(50 - polygon).epsilon(1e-3));
  CHECK(bottom == doctest::Approx(46 + polygon).epsilon(1e-3));
}

TEST_CASE("the best words come first, and a hit cap keeps them and says so") {
  Map map;
  for (int i = 0; i < 5; ++i) map.paint(10, 5 + 22 * i, 60, 14 + 22 * i, 0.5F + 0.1F * static_cast<float>((i * 3) % 5));
  const auto all = map.words({});
  REQUIRE(all.detections.size() == 5);
  for (std::size_t i = 1; i < 5; ++i) CHECK(all.detections[i - 1].score > all.detections[i].score);
  CHECK(all.remarks.empty());
  const auto best = map.words({.max_candidates = 2});
  REQUIRE(best.detections.size() == 2);
  CHECK(best.detections[0].score == doctest::Approx(0.9).epsilon(1e-6));
  CHECK(best.remarks == std::vector<std::string>{"5 words, only the best max_candidates = 2 were kept"});
  CHECK(map.words({.max_candidates = 5}).remarks.empty());
  const auto first = map.words({.max_candidates = 2, .candidate_order = "scan"});
  REQUIRE(first.detections.size() == 2);
  CHECK(first.remarks == std::vector<std::string>{"5 contours, only the first max_candidates = 2 in scan order were examined"});
}

TEST_CASE("a ring is one word, the island inside it another; its hole counts only on request") {
  const Map map = Map().paint(10, 10, 110, 100, 0.9F).paint(15, 15, 105, 95, 0.0F).paint(40, 40, 80, 60, 0.9F);
  const db::Options loose{.box_thresh = 0.05};
  CHECK(map.words(loose).detections.size() == 2);
  db::Options with_holes = loose;
  with_holes.holes = true;
  CHECK(map.words(with_holes).detections.size() == 3);
}

TEST_CASE("boxes are found as by cv::findContours, without following borders") {
  cv::RNG random(5);
  int words = 0, others = 0;
  for (int round = 0; round < 40; ++round) {
    cv::Mat_<float> map(60 + round, 90);
    random.fill(map, cv::RNG::UNIFORM, 0, 1);
    if (round > 4) cv::GaussianBlur(map, map, {0, 0}, 1 + round % 4);
    double low = 0, high = 0;
    cv::minMaxLoc(map, &low, &high);
    const auto thresh = static_cast<float>(low + (high - low) * 0.6);
    const MapView view{map.ptr<float>(), map.rows, map.cols, static_cast<std::ptrdiff_t>(map.step1())};
    const db::Runs lower = db::runs_above(view, thresh - 0.1F, db::whole_rows(view), *docket_kernels_cpu());
    const auto hulls = db::component_hulls(db::runs_above(view, thresh, lower, *docket_kernels_cpu()));

    std::vector<std::vector<cv::Point>> contours, outer;
    std::vector<cv::Vec4i> hierarchy;
    cv::findContours(map > thresh, contours, hierarchy, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
    for (std::size_t i = 0; i < contours.size(); ++i) {
      if (hierarchy[i][3] < 0) outer.push_back(contours[i]);
    }
    REQUIRE(hulls.size() == outer.size());
    for (std::size_t i = 0; i < hulls.size(); ++i) {
      CHECK(cv::boundingRect(hulls[i]) == cv::boundingRect(outer[i]));
      CHECK(cv::minAreaRect(hulls[i]).size.area() == doctest::Approx(cv::minAreaRect(outer[i]).size.area()).epsilon(1e-4));
      ++words;
      others += db::min_area_rectangle(hulls[i]).polygon() == db::min_area_rectangle(outer[i]).polygon() ? 0 : 1;
    }
  }
  CHECK(words > 500);
  CHECK(others * 200 < words);  // which of two equal rectangles is taken, or their last digit
}

TEST_CASE("clip moves points to the image's border and drops what lies wholly outside") {
  const Map map = Map().paint(2, 2, 60, 20, 0.9F).paint(150, 90, 190, 110, 0.9F);
  ImageFrame frame = Map::identity();
  frame.image = frame.resized = frame.inverse_size = {100, 80};  // the rest of the map is padding
  CHECK(map.words({}, frame).detections.size() == 2);
  const auto clipped = map.words({.clip = true}, frame);
  REQUIRE(clipped.detections.size() == 1);
  const double d = 58.0 * 18 * 2 / (2 * (58 + 18));
  check_box(clipped.detections[0].polygon, 0, 0, 60 + d, 20 + d);
}

TEST_CASE("a turned word keeps its angle, and its score is the mean inside its real corners") {
  Map map;
  const cv::RotatedRect painted({100, 60}, {80, 20}, 25);
  cv::Point2f corners[4];
  painted.points(corners);
  std::vector<cv::Point> rounded(std::begin(corners), std::end(corners));
  cv::fillConvexPoly(map.pixels, rounded, cv::Scalar(0.8));
  const auto found = map.words({});
  REQUIRE(found.detections.size() == 1);
  const Polygon& p = found.detections[0].polygon;
  CHECK(std::atan2(p[1].y - p[0].y, p[1].x - p[0].x) == doctest::Approx(25 * CV_PI / 180).epsilon(0.03));
  CHECK(found.detections[0].score > 0.75);
  CHECK(found.detections[0].score <= doctest::Approx(0.8));
}

TEST_CASE("a small round blob lies upright below upright_below, a long tilted word keeps its angle") {
  Map map;
  cv::circle(map.pixels, {40, 40}, 4, cv::Scalar(0.9F), cv::FILLED);
  cv::line(map.pixels, {80, 40}, {150, 70}, cv::Scalar(0.9F), 8);
  const auto tilted = [](const Polygon& word) { return std::abs(word[0].y - word[1].y) > 0.5; };
  const auto chance = map.words({}).detections, upright = map.words({.upright_below = 2}).detections;
  REQUIRE(chance.size() == 2);
  REQUIRE(upright.size() == 2);
  const auto left = [](const std::vector<Detection>& words) { return words[words[0].polygon[0].x < words[1].polygon[0].x ? 0 : 1].polygon; };
  const auto right = [](const std::vector<Detection>& words) { return words[words[0].polygon[0].x < words[1].polygon[0].x ? 1 : 0].polygon; };
  CHECK(tilted(left(chance)));
  // By hand: 8 x 8 between pixel centres, area 64, perimeter 32, 64 * 2 / 32 = 4.
  check_box(left(upright), 32, 32, 48, 48);
  CHECK(right(upright) == right(chance));
  CHECK(tilted(right(upright)));
}

TEST_CASE("specks, empty maps and maps that are no numbers give no words") {
  CHECK(Map().words({}).detections.empty());
  CHECK(Map().paint(10, 10, 11, 50, 0.9F).words({}).detections.empty());
  CHECK(Map().paint(0, 0, 199, 119, std::numeric_limits<float>::quiet_NaN()).words({}).detections.empty());
  Map holed = Map().paint(10, 10, 60, 30, 0.9F);
  holed.pixels(20, 30) = std::numeric_limits<float>::quiet_NaN();
  CHECK(holed.words({}).detections.empty());
  CHECK(holed.words({.mode = "polygon"}).detections.empty());
}

TEST_CASE("a map with wide rows is read by its stride") {
  Map map = Map().paint(50, 30, 126, 46, 0.9F);
  cv::Mat_<float> wide(map_size.height, map_size.width + 13, 1.0F);
  map.pixels.copyTo(wide(cv::Rect(0, 0, map_size.width, map_size.height)));
  const auto narrow = map.words({});
  const auto found =
      db::DbPostprocessor({}).apply({wide.ptr<float>(), map_size.height, map_size.width, map_size.width + 13}, Map::identity());
  REQUIRE(found.detections.size() == 1);
  CHECK(found.detections[0].polygon == narrow.detections[0].polygon);
}

TEST_CASE("a map of another size than its frame says is an error") {
  ImageFrame frame = Map::identity();
  frame.map = {50, 30};
  CHECK_THROWS_WITH_AS(Map().words({}, frame), "postprocessor 'db': the map has 200x120 pixels, its frame says 50x30", Error);
}
