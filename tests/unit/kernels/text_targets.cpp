#include <docket/kernels.h>

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace {

constexpr int width = 224, height = 160;

/// reference-system.md 3.2's worked check: 100 x 40, so L 280, area 4000, D 12; shrunk it spans 76 x 16.
const std::vector<double> worked{20, 30, 120, 30, 120, 70, 20, 70};

struct Maps {
  std::vector<float> prob = std::vector<float>(width * height, -1), thresh = prob, prob_mask = prob, thresh_mask = prob;
  int code = 0;

  Maps(const std::vector<double>& quads, const std::vector<std::uint8_t>& ignore, bool band) {
    std::vector<std::int64_t> starts{0};
    while (starts.back() * 2 < static_cast<std::int64_t>(quads.size())) starts.push_back(starts.back() + 4);
    const docket_polygons words{quads.data(), starts.data(), static_cast<std::int64_t>(starts.size()) - 1};
    const docket_target_options options{0.4, 0.3, 0.7, band ? 1 : 0};
    code = docket_kernels_cpu()->text_targets(&words, ignore.empty() ? nullptr : ignore.data(), height, width, &options, prob.data(),
                                              thresh.data(), prob_mask.data(), thresh_mask.data(), nullptr);
  }
  static std::size_t at(int x, int y) { return static_cast<std::size_t>(y * width + x); }
};

}  // namespace

TEST_CASE("a word is text inside its shrunk outline, and a ridge along its outline") {
  const Maps maps(worked, {}, false);
  REQUIRE(maps.code == 0);
  CHECK(maps.prob[Maps::at(32, 42)] == 1);
  CHECK(maps.prob[Maps::at(108, 58)] == 1);
  CHECK(maps.prob[Maps::at(31, 42)] == 0);
  CHECK(maps.prob[Maps::at(32, 59)] == 0);
  CHECK(maps.thresh[Maps::at(70, 30)] == doctest::Approx(0.7));         // on the outline
  CHECK(maps.thresh[Maps::at(70, 33)] == doctest::Approx(0.6));         // 3 of 12 pixels away: 0.3 + 0.4 * 9 / 12
  CHECK(maps.thresh[Maps::at(70, 27)] == doctest::Approx(0.6));
  CHECK(maps.thresh[Maps::at(126, 78)] == doctest::Approx(0.3 + 0.4 * 2 / 12));  // 6, 8 beyond the corner: 10 away
  CHECK(maps.thresh[Maps::at(70, 50)] == 0.3F);
  CHECK(maps.thresh[Maps::at(0, 0)] == 0.3F);
  CHECK(maps.prob_mask == std::vector<float>(width * height, 1));
  CHECK(maps.thresh_mask == std::vector<float>(width * height, 1));
}

TEST_CASE("an ignored word draws nothing and masks its outline, in the threshold map its band too") {
  const Maps maps(worked, {1}, false);
  REQUIRE(maps.code == 0);
  CHECK(maps.prob == std::vector<float>(width * height, 0));
  CHECK(maps.thresh == std::vector<float>(width * height, 0.3F));
  CHECK(maps.prob_mask[Maps::at(70, 30)] == 0);
  CHECK(maps.prob_mask[Maps::at(70, 29)] == 1);
  CHECK(maps.thresh_mask[Maps::at(70, 50)] == 0);
  CHECK(maps.thresh_mask[Maps::at(70, 18)] == 0);
  CHECK(maps.thresh_mask[Maps::at(70, 17)] == 1);
}

TEST_CASE("with the band alone, the threshold map counts only inside dilated outlines of words") {
  const Maps maps(worked, {}, true);
  CHECK(maps.thresh_mask[Maps::at(70, 18)] == 1);
  CHECK(maps.thresh_mask[Maps::at(70, 17)] == 0);
  CHECK(maps.prob_mask[Maps::at(0, 0)] == 1);
}

TEST_CASE("no words give empty maps, and a point that is no number is refused") {
  const Maps none({}, {}, false);
  CHECK(none.code == 0);
  CHECK(none.prob == std::vector<float>(width * height, 0));
  std::vector<double> broken = worked;
  broken[3] = std::numeric_limits<double>::quiet_NaN();
  CHECK(Maps(broken, {}, false).code != 0);
}

TEST_CASE("several threads draw at once and get what one gets") {
  const Maps alone(worked, {}, false);
  std::vector<std::thread> threads;
  std::vector<int> equal(4);
  for (int& result : equal) {
    threads.emplace_back([&] {
      const Maps maps(worked, {}, false);
      result = maps.prob == alone.prob && maps.thresh == alone.thresh ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(equal == std::vector<int>(4, 1));
}

TEST_CASE("a picture of 20,000 pixels width goes the 64-bit way and gives the same ridge") {
  // The word of the worked check, but 17,000 pixels long; far from its ends the ridge depends on y alone.
  const std::vector<double> xy{20, 30, 17020, 30, 17020, 70, 20, 70};
  const std::vector<std::int64_t> starts{0, 4};
  const docket_polygons words{xy.data(), starts.data(), 1};
  const docket_target_options options{0.4, 0.3, 0.7, 0};
  constexpr int wide = 20000, low = 100;
  std::vector<float> prob(static_cast<std::size_t>(wide) * low), thresh(prob);
  REQUIRE(docket_kernels_cpu()->text_targets(&words, nullptr, low, wide, &options, prob.data(), thresh.data(), nullptr, nullptr,
                                             nullptr) == 0);
  const double distance = 680000 * 0.84 / 34080;
  CHECK(thresh[33 * wide + 8000] == doctest::Approx(0.3 + 0.4 * (1 - 3 / distance)).epsilon(1e-6));
  CHECK(thresh[30 * wide + 16999] == doctest::Approx(0.7));
  CHECK(thresh[10 * wide + 8000] == 0.3F);
}
