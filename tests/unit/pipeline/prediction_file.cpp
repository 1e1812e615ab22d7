#include <docket/data/prediction_file.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/temporary_folder.hpp"

using docket::Detection;
using docket::PredictionJson;
using docket::SubmissionCsv;
using docket::testing::bytes_of;
using docket::testing::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

const std::vector<Detection> words = {{{{39.2, 60}, {200, 60.5}, {200, 89.5}, {-0.4, 90}}, 0.75}, {{{1, 2}, {3, 4}, {5, 6}}, 1}};

}  // namespace

// Expected text: Python 3.11, json.dump(..., indent=4).
TEST_CASE("the prediction JSON is what json.dump with indent 4 writes") {
  const TemporaryFolder folder;
  PredictionJson json(folder.path / "p.json");
  json.add("r_1.jpg", std::span(words).first(1));
  json.add("\xed\x95\x9c \"q\".jpg", {});
  CHECK_FALSE(fs::exists(folder.path / "p.json"));
  json.finish();
  CHECK(bytes_of(folder.path / "p.json") == R"({
    "images": {
        "r_1.jpg": {
            "words": {
                "0001": {
                    "points": [
                        [
                            39,
                            60
                        ],
                        [
                            200,
                            60
                        ],
                        [
                            200,
                            90
                        ],
                        [
                            0,
                            90
                        ]
                    ]
                }
            }
        },
        "\ud55c \"q\".jpg": {
            "words": {}
        }
    }
})");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a prediction JSON without images is json.dump's too") {
  const TemporaryFolder folder;
  PredictionJson json(folder.path / "p.json");
  json.finish();
  CHECK(bytes_of(folder.path / "p.json") == "{\n    \"images\": {}\n}");
}

TEST_CASE("scores come only where they are asked for") {
  const TemporaryFolder folder;
  PredictionJson json(folder.path / "p.json", true);
  json.add("a", words);
  json.finish();
  const auto read = nlohmann::json::parse(bytes_of(folder.path / "p.json"));
  CHECK(read["images"]["a"]["words"]["0001"]["score"] == 0.75);
  CHECK(read["images"]["a"]["words"]["0002"]["score"] == 1.0);
  CHECK(bytes_of(folder.path / "p.json").find("\"score\": 1.0\n") != std::string::npos);
}

TEST_CASE("the submission CSV has the reference's rows") {
  const TemporaryFolder folder;
  SubmissionCsv csv(folder.path / "p.csv");
  csv.add("r_1.jpg", words);
  csv.add("r_2.jpg", {});
  csv.add("a, \"b\".jpg", {});
  csv.finish();
  CHECK(bytes_of(folder.path / "p.csv") ==
        "filename,polygons\nr_1.jpg,39 60 200 60 200 90 0 90|1 2 3 4 5 6\nr_2.jpg,\n\"a, \"\"b\"\".jpg\",\n");
}

TEST_CASE("a result that is not finished leaves nothing, and a file that came meanwhile is kept") {
  const TemporaryFolder folder;
  { SubmissionCsv csv(folder.path / "p.csv"); }
  CHECK(entries(folder.path) == 0);
  {
    SubmissionCsv csv(folder.path / "p.csv");
    CHECK_THROWS_AS(SubmissionCsv(folder.path / "p.csv"), docket::Error);
    std::ofstream(folder.path / "p.csv") << "mine";
    CHECK_THROWS_AS(csv.finish(), docket::Error);
  }
  CHECK(bytes_of(folder.path / "p.csv") == "mine");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a coordinate that is no number is refused") {
  const TemporaryFolder folder;
  SubmissionCsv csv(folder.path / "p.csv");
  const std::vector<Detection> broken = {{{{std::nan(""), 0}}, 1}};
  CHECK_THROWS_AS(csv.add("a", broken), docket::Error);
}
