// Image size + EXIF + model input -> resized size, padding, inverse matrix, mapped points, as the reference system has them.
#include <docket/pipeline/frame.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include <docket/data/image/orientation.hpp>

#include "../postprocess/arrays.hpp"

using namespace docket;
using nlohmann::json;

namespace {

/// Where the stored pixel lies after the turn: followed through a picture that is black but for this pixel.
std::pair<int, int> turned(std::pair<int, int> pixel, Size stored, int orientation) {
  cv::Mat picture = cv::Mat::zeros(stored.height, stored.width, CV_8UC3);
  picture.at<cv::Vec3b>(pixel.second, pixel.first) = {1, 2, 3};
  const cv::Mat after = image::upright(picture, orientation);
  for (int y = 0; y < after.rows; ++y) {
    for (int x = 0; x < after.cols; ++x) {
      if (after.at<cv::Vec3b>(y, x)[0] == 1) return {x, y};
    }
  }
  return {-1, -1};
}

void check_point(Point found, const json& expected) {
  CHECK(std::abs(found.x - expected[0].get<double>()) <= 1e-9);
  CHECK(std::abs(found.y - expected[1].get<double>()) <= 1e-9);
}

}  // namespace

TEST_CASE("sizes, padding and points are the reference system's") {
  const json golden = parity::golden_json("postprocess/geometry.json");
  CHECK(golden["cases"].size() > 0);
  for (const json& item : golden["cases"]) {
    INFO(item.dump());
    InputOptions options;
    options.pad = "square";
    options.longest_side = item["model_input"];
    const Size stored{item["stored"][0], item["stored"][1]};
    const ImageFrame frame = make_frame({item["corrected"][0], item["corrected"][1]}, options);
    CHECK(frame.resized == Size{item["resized"][0], item["resized"][1]});
    CHECK(frame.input == Size{options.longest_side, options.longest_side});
    CHECK(frame.pad_left == item["pad_left_top"][0].get<int>());
    CHECK(frame.pad_top == item["pad_left_top"][1].get<int>());
    CHECK(frame.input.width - frame.resized.width - frame.pad_left == item["pad_right_bottom"][0].get<int>());
    CHECK(frame.input.height - frame.resized.height - frame.pad_top == item["pad_right_bottom"][1].get<int>());
    CHECK(frame.inverse_size == Size{item["inverse_size"][0], item["inverse_size"][1]});
    CHECK(frame.inverse_pad_left == item["inverse_pad"][0].get<int>());
    CHECK(frame.inverse_pad_top == item["inverse_pad"][1].get<int>());
    const Point origin = frame.input_to_image({0, 0}), one = frame.input_to_image({1, 1});
    const json& matrix = item["inverse_matrix"];
    check_point(origin, {matrix[0][2], matrix[1][2]});
    check_point({one.x - origin.x, one.y - origin.y}, {matrix[0][0], matrix[1][1]});
    for (const json& mapped : item["map_to_original"])
      check_point(frame.map_to_image({mapped["map"][0], mapped["map"][1]}), mapped["exact"]);
    for (const json& truth : item["ground_truth_to_input"]) {
      check_point(ground_truth_to_input({truth["given"][0], truth["given"][1]}, frame, options), truth["input"]);
    }
    for (const json& pixel : item["exif_pixel"]) {
      const auto [x, y] = turned({pixel["stored"][0], pixel["stored"][1]}, stored, item["exif"]);
      CHECK(x == pixel["corrected"][0].get<int>());
      CHECK(y == pixel["corrected"][1].get<int>());
    }
  }
}
