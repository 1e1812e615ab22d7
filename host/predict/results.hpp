/// The files a prediction run leaves: DIR/submissions/<stamp>.json and .csv, DIR/overlays/*.jpg.
#pragma once

#include <filesystem>
#include <string>

#include <docket/data/prediction_file.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket {

class PredictionResults {
 public:
  /// Makes the folders. The two files share a name, YYYYMMDD_HHMMSS of now; `_2`, `_3`, ... follow where it is taken.
  PredictionResults(const std::filesystem::path& folder, bool scores, Coordinates coordinates = Coordinates::whole);

  void add(const std::string& image, std::span<const Detection> words);

  /// Puts the files in their place.
  void finish();

  [[nodiscard]] const std::filesystem::path& json() const { return json_.path(); }
  [[nodiscard]] const std::filesystem::path& csv() const { return csv_.path(); }
  [[nodiscard]] const std::filesystem::path& overlays() const { return overlays_; }

 private:
  PredictionResults(const std::filesystem::path& stem, const std::filesystem::path& overlays, bool scores, Coordinates coordinates);

  std::filesystem::path overlays_;
  PredictionJson json_;
  SubmissionCsv csv_;
};

}  // namespace docket
