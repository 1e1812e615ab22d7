#include <docket/plugins/network_parts.hpp>

#include <string>

#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include "support/doctest_beside_torch.hpp"

using namespace docket;

namespace {

std::unique_ptr<Decoder> make_decoder(const nlohmann::json& options = nlohmann::json::object()) {
  static const Catalog catalog = Catalog::scan(Catalog::default_folders());
  return catalog.create<Decoder>("unet", options);
}

std::string error_of(const nlohmann::json& options, const Levels& levels) {
  try {
    make_decoder(options)->build(levels);
  } catch (const Error& error) {
    return std::to_string(error.exit_code()) + " " + error.what();
  }
  return "";
}

/// Maps of ones for an input of 192 x 128.
std::vector<at::Tensor> features(const Levels& levels) {
  std::vector<at::Tensor> made;
  for (const Level& level : levels) made.push_back(at::ones({1, level.channels, 128 / level.stride, 192 / level.stride}));
  return made;
}

}  // namespace

TEST_CASE("any number of levels from two on makes one map at stride 4") {
  for (const Levels& levels : {Levels{{8, 4}, {16, 8}}, Levels{{8, 4}, {16, 8}, {4, 16}, {2, 32}}, Levels{{1, 4}, {1, 8}, {1, 16}, {1, 32}, {1, 64}}}) {
    CAPTURE(levels.size());
    const auto decoder = make_decoder({{"inner_channels", 6}, {"output_channels", 5}});
    decoder->build(levels);
    CHECK(decoder->out_channels() == static_cast<std::int64_t>(5 * levels.size()));
    const auto input = features(levels);
    CHECK(decoder->forward(input).sizes() == at::IntArrayRef({1, decoder->out_channels(), 32, 48}));
  }
}

TEST_CASE("levels that do not suit are refused by both sides' names") {
  const Levels b4{{32, 4}, {56, 8}, {160, 16}, {448, 32}};
  CHECK(error_of({{"expect_channels", {32, 56, 160, 448}}}, b4) == "");
  CHECK(error_of({{"expect_channels", {24, 40, 112, 320}}}, b4) ==
        "5 decoder 'unet': expect_channels is [24, 40, 112, 320], the backbone gives [32, 56, 160, 448]");
  CHECK(error_of({}, {{64, 2}, {64, 4}}) ==
        "5 decoder 'unet': the backbone gives strides [2, 4], wanted at least two, from 4 on and doubling: [4, 8, ...]");
  CHECK(error_of({}, {{64, 4}, {64, 16}}).find("strides [4, 16]") != std::string::npos);
  CHECK(error_of({}, {{64, 4}}).find("strides [4]") != std::string::npos);
}

TEST_CASE("a feature of another width than declared is named") {
  const auto decoder = make_decoder();
  decoder->build({{32, 4}, {56, 8}});
  auto input = features({{24, 4}, {56, 8}});
  CHECK_THROWS_WITH(decoder->forward(input),
                    "decoder 'unet': feature 0 has 24 channels, built for 32 (the backbone declares [32, 56])");
  input.pop_back();
  CHECK_THROWS_WITH(decoder->forward(input), "decoder 'unet': got 1 features, built for 2");
}
