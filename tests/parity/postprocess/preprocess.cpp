// EXIF turn, bilinear resize, padding and normalised tensor of small pictures.
#include <docket/pipeline/frame.hpp>

#include <cmath>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include <docket/data/image/orientation.hpp>

#include "arrays.hpp"

using namespace docket;
using nlohmann::json;

TEST_CASE("a small picture becomes the reference system's tensor, bit for bit") {
  const json golden = parity::golden_json("postprocess/preprocess.json");
  const parity::Arrays arrays("postprocess/preprocess.safetensors");
  for (const json& item : golden["cases"]) {
    const std::string name = item["name"];
    CAPTURE(name);
    const int stored_width = item["stored"][0], stored_height = item["stored"][1];
    std::vector<std::uint8_t> stored = arrays.values<std::uint8_t>(name + ".stored");
    const cv::Mat turned = image::upright(cv::Mat(stored_height, stored_width, CV_8UC3, stored.data()), item["exif"]);
    CHECK(turned.cols == item["corrected"][0].get<int>());
    CHECK(turned.rows == item["corrected"][1].get<int>());

    InputOptions options;
    options.pad = "square";
    options.longest_side = item["model_input"];
    options.mean = golden["mean"].get<std::vector<double>>();
    options.std = golden["std"].get<std::vector<double>>();
    const ImageFrame frame = make_frame({turned.cols, turned.rows}, options);
    CHECK(frame.resized == Size{item["resized"][0], item["resized"][1]});
    CHECK(frame.pad_left == item["pad_left_top"][0].get<int>());
    CHECK(frame.pad_top == item["pad_left_top"][1].get<int>());

    const std::vector<float> expected = arrays.values<float>(name + ".tensor");
    std::vector<float> tensor(expected.size(), -1e9F);
    const docket_placement placement = placement_of(frame);
    REQUIRE(docket_kernels_cpu()->resize_pad_normalize(turned.data, turned.rows, turned.cols,
                                                       static_cast<std::int64_t>(turned.step), &placement, options.mean.data(),
                                                       options.std.data(), tensor.data(), nullptr) == 0);
    std::size_t different = 0;
    for (std::size_t i = 0; i < tensor.size(); ++i) different += tensor[i] != expected[i];
    CHECK(different == 0);
  }
}
