// CLEval's own sample receipts, with texts (quad) and without (receipt).
#include "cases.hpp"

namespace docket::testing {

TEST_CASE("the sample receipts give the reference's CLEval scores") {
  const json file = read_reference("cleval_sample_receipts.json");
  REQUIRE(file["images"].size() == 50);
  for (const std::string profile : {"quad", "receipt"}) {
    CAPTURE(profile);
    std::vector<ClevalCounts> images;
    for (const json& one : file["images"]) {
      CAPTURE(one["id"].get<std::string>());
      Case read = to_case(one, file["options"]);
      if (profile == "receipt") {
        read.options.profile = ClevalProfile::receipt;
        for (ClevalTruth& truth : read.truths) {
          truth.dont_care = truth.transcription == "###";
          truth.transcription.reset();
        }
      }
      images.push_back(cleval_counts(read.truths, read.detections, read.options));
      check_counts(images.back(), one["expected"][profile]);
      check_score(cleval_score(images.back()), one["expected"][profile]);
      check_score(cleval_score_f32(images.back()), one["expected"][profile]["f32"]);
    }
    check_set(images, file["expected_dataset"][profile]);
  }
}

}  // namespace docket::testing
