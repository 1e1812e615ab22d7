/// Runs docket as a person does, on a small data set of its own: dark words on light paper.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

namespace docket::testing {

namespace fs = std::filesystem;

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A folder with pictures/, words.json and small.toml.
class Workplace : public TemporaryFolder {
 public:
  Workplace() {
    fs::create_directory(path / "pictures");
    nlohmann::json images;
    cv::RNG random(11);
    for (int i = 0; i < 8; ++i) {
      cv::Mat picture(128, 160, CV_8UC3);
      random.fill(picture, cv::RNG::NORMAL, 215, 8);
      nlohmann::json words;
      for (int row = 0; row < 3; ++row) {
        const int left = random.uniform(8, 40), right = left + random.uniform(50, 100), top = 8 + 40 * row;
        const int bottom = top + random.uniform(24, 30);
        cv::rectangle(picture, {left, top}, {right - 1, bottom - 1}, cv::Scalar::all(random.uniform(20, 70)), cv::FILLED);
        words["000" + std::to_string(row)]["points"] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
      }
      const std::string name = "page_" + std::to_string(i) + ".png";
      cv::imwrite((path / "pictures" / name).string(), picture);
      images[name]["words"] = words;
    }
    write("words.json", nlohmann::json{{"images", images}}.dump());
    write("small.toml", R"([backbone]
use = "resnet"
variant = "18"
out_indices = [1, 2]
[decoder]
use = "unet"
inner_channels = 24
output_channels = 16
[head]
use = "db"
[postprocess]
use = "db"
[input]
longest_side = 160
[optimizer]
use = "adamw"
lr = 4e-3
[train]
batch_size = 4
crop_side = 96
threads = 1
log_every_s = 0
[data]
allow_leakage = true
)" + data("train") + data("val"));
  }
  /// `docket train small.toml --runs PATH/runs --name NAME MORE`
  [[nodiscard]] Run train(const std::string& name, const std::string& more) const {
    return docket("train '" + (path / "small.toml").string() + "' --runs '" + (path / "runs").string() + "' --name " + name + " " + more);
  }
  [[nodiscard]] fs::path run(const std::string& name) const { return path / "runs" / name; }

 private:
  [[nodiscard]] std::string data(const std::string& split) const {
    return "[data." + split + "]\nannotations = \"" + (path / "words.json").string() + "\"\nimages = \"" + (path / "pictures").string() + "\"\n";
  }
};

/// Every tensor of a safetensors file: its description and all bytes, without the metadata.
inline std::pair<nlohmann::json, std::string> tensors_of(const fs::path& file) {
  const std::string content = bytes_of(file);
  std::uint64_t length = 0;
  for (std::size_t i = 8; i-- > 0;) length = length << 8 | static_cast<unsigned char>(content.at(i));
  nlohmann::json header = nlohmann::json::parse(content.substr(8, length));
  header.erase("__metadata__");
  return {header, content.substr(8 + length)};
}

inline std::vector<nlohmann::json> metrics(const fs::path& run) {
  std::vector<nlohmann::json> lines;
  std::ifstream file(run / "metrics.jsonl");
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

}  // namespace docket::testing
