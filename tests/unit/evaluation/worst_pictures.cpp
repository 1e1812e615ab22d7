#include "evaluate/worst_pictures.hpp"
#include "evaluate/match_picture.hpp"

#include <doctest/doctest.h>
#include <opencv2/imgcodecs.hpp>

#include <docket/core/error.hpp>

#include "support/temporary_folder.hpp"

namespace docket::testing {
namespace {

Polygon upright(double left, double top, double right, double bottom) {
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

/// R, G and B there, within 3 of what is wanted.
void check_colour(const cv::Mat& picture, int x, int y, const cv::Vec3i& wanted) {
  const cv::Vec3b found = picture.at<cv::Vec3b>(y, x);
  CAPTURE(x);
  CAPTURE(y);
  for (int c = 0; c < 3; ++c) {
    CAPTURE(c);
    CHECK(std::abs(found[c] - wanted[c]) <= 3);
  }
}

}  // namespace

TEST_CASE("words and detections have the colours of what became of them, below a legend") {
  ImageResult image{"a.jpg", {}, {}};
  image.truths = {{upright(100, 50, 200, 70), WordMatch::matched},  {upright(100, 100, 200, 120), WordMatch::unmatched},
                  {upright(100, 150, 200, 170), WordMatch::split},  {upright(100, 200, 140, 220), WordMatch::merged},
                  {upright(160, 200, 200, 220), WordMatch::merged}, {upright(100, 250, 200, 270), WordMatch::ignored}};
  image.detections = {{upright(100, 50, 200, 70), WordMatch::matched},
                      {upright(100, 150, 148, 170), WordMatch::split},
                      {upright(152, 150, 200, 170), WordMatch::split},
                      {upright(100, 200, 200, 220), WordMatch::merged},
                      {upright(100, 300, 200, 320), WordMatch::unmatched}};
  const cv::Mat picture = draw_matches(cv::Mat(400, 800, CV_8UC3, cv::Scalar::all(255)), image, "a.jpg");
  constexpr int legend = 62;  // two lines of 26 px and 10 px around them
  REQUIRE(picture.size() == cv::Size(1600, 800 + legend));
  const auto check = [&](double x, double y, const cv::Vec3i& wanted) {
    check_colour(picture, static_cast<int>(2 * x), legend + static_cast<int>(2 * y), wanted);
  };
  const cv::Vec3i white(255, 255, 255);
  check(150, 60, white);             // matched: outlined only
  check(150, 110, {245, 198, 200});  // a quarter of the colour (215, 25, 35) over white
  check(110, 160, {250, 224, 191});  // (235, 130, 0)
  check(150, 160, {250, 224, 191});  // between the two detections of the split word
  check(120, 210, {229, 201, 239});  // (150, 40, 190)
  check(150, 210, white);            // in the merged detection, between its words
  check(150, 310, {196, 214, 250});  // (20, 90, 235)
  check(150, 260, white);
  const cv::Vec3b edge = picture.at<cv::Vec3b>(legend + 100, 300);
  CHECK(edge[1] > edge[0] + 80);  // the green one of the matched detection
}

TEST_CASE("a large picture is not enlarged, a narrow one gets room for the legend") {
  const ImageResult image{"a.jpg", {}, {}};
  CHECK(draw_matches(cv::Mat(1800, 600, CV_8UC3, cv::Scalar::all(255)), image, "a.jpg").cols == 600);
  const cv::Mat narrow = draw_matches(cv::Mat(800, 50, CV_8UC3, cv::Scalar::all(0)), image, "a.jpg");
  CHECK(narrow.cols == 560);
  CHECK(narrow.at<cv::Vec3b>(narrow.rows - 1, 99) == cv::Vec3b(0, 0, 0));
  CHECK(narrow.at<cv::Vec3b>(narrow.rows - 1, 101) == cv::Vec3b(255, 255, 255));
}

TEST_CASE("pictures are named by rank and image, and one that is not there is named") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path / "sub");
  cv::imwrite((folder.path / "sub/a.png").string(), cv::Mat(40, 60, CV_8UC3, cv::Scalar::all(200)));
  folder.write("damaged.jpg", "no picture");
  Dataset truth;
  for (const char* name : {"sub/a.png", "gone.jpg", "damaged.jpg"}) truth.images.push_back({name, {}, {}, {7, 7}});
  DatasetProblems problems;
  locate_pictures(truth, folder.path, problems);
  CHECK(problems.lines() ==
        std::vector<std::string>{"1 true images have no picture in '" + folder.path.string() + "': gone.jpg"});
  measure_pictures(truth, problems);
  CHECK(truth.images[0].stated == Size{60, 40});
  CHECK(truth.images[1].stated == Size{7, 7});  // what the annotations say
  CHECK(truth.images[2].stated == Size{});
  REQUIRE(problems.list().size() == 2);
  CHECK(problems.list()[1].what == "pictures cannot be read");

  std::vector<ImageResult> worst;
  for (const AnnotatedImage& image : truth.images) worst.push_back({image.name, {}, {}, image.file});
  worst.resize(10, worst.front());
  DatasetProblems undrawn;
  CHECK(write_worst_pictures(worst, ClevalProfile::receipt, folder.path / "out", undrawn).size() == 8);
  CHECK(std::filesystem::is_regular_file(folder.path / "out/01_sub_a.jpg"));
  CHECK(std::filesystem::is_regular_file(folder.path / "out/10_sub_a.jpg"));
  REQUIRE(undrawn.list().size() == 2);
  CHECK(undrawn.lines()[0] == "1 of the worst images have no picture and are not drawn: gone.jpg");
}

TEST_CASE("a folder that cannot be is an error before anything is drawn") {
  const TemporaryFolder folder;
  folder.write("file", "");
  const auto message_of = [](auto&& action) -> std::string {
    try {
      action();
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::data);
      return error.what();
    }
    return "";
  };
  CHECK(message_of([&] {
          prepare_picture_folder(folder.path / "file");
        }).find("--pictures: '" + (folder.path / "file").string() + "'") == 0);
  CHECK(message_of([&] { prepare_picture_folder(folder.path / "file" / "below"); }).find("cannot be made: Not a directory") !=
        std::string::npos);
  CHECK(message_of([&] { prepare_picture_folder(folder.path / "new" / "one"); }).empty());
  CHECK(std::filesystem::is_directory(folder.path / "new" / "one"));
  Dataset truth;
  DatasetProblems problems;
  CHECK(message_of([&] {
          locate_pictures(truth, folder.path / "none", problems);
        }).find("is not a folder; that of the truth's pictures is wanted") != std::string::npos);
}

}  // namespace docket::testing
