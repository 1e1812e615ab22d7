#include "support.hpp"

namespace docket::testing {

TEST_CASE("the truth against itself is perfect, and what is missing in a prediction is named") {
  const Workplace place;
  const std::string truth = "'" + (place.path / "words.json").string() + "'";
  const Run perfect = docket("evaluate --truth " + truth + " --predictions " + truth);
  CHECK(perfect.code == 0);
  CHECK(contains(perfect.output, "IoU 0.5                 P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000  (8 images, 24 words, 24 detections, 24 matched)"));
  CHECK(contains(perfect.output, "CLEval receipt, mean    P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000"));
  CHECK(contains(perfect.output, "CLEval receipt, total   P 1.0000  R 1.0000  H 1.0000  1.0000 .. 1.0000"));

  nlohmann::json data = nlohmann::json::parse(bytes_of(place.path / "words.json"));
  data["images"].erase("page_3.png");
  data["images"]["stranger.png"]["words"]["0001"]["points"] = {{1, 1}, {9, 1}, {9, 5}, {1, 5}};
  data["images"]["page_1.png"]["words"]["0001"]["score"] = 0.5;
  place.write("found.json", data.dump());
  const Run partial = docket("evaluate --truth " + truth + " --predictions '" + (place.path / "found.json").string() + "' --json '" +
                             (place.path / "report.json").string() + "'");
  CAPTURE(partial.output);
  CHECK(partial.code == 0);
  CHECK(contains(partial.output, "P 1.0000  R 0.8750"));
  CHECK(contains(partial.output, "page_3.png"));
  CHECK(contains(partial.output, "stranger.png"));
  const nlohmann::json report = nlohmann::json::parse(bytes_of(place.path / "report.json"));
  CHECK(report["iou"]["matched"] == 21);
  CHECK(report["images"]["page_3.png"]["recall"] == 0);
  CHECK(report["images"]["page_3.png"]["cleval"]["num_char_tp"] == 0);
  CHECK(report["cleval"]["mean"]["hmean"] == 0.875);
  CHECK(report["cleval"]["total"]["precision"] == 1);
  CHECK(report["bootstrap"]["resamples"] == 1000);

  const Run paired = docket("evaluate --truth " + truth + " --predictions " + truth + " --against '" + (place.path / "found.json").string() +
                            "' --resamples 50 --json '" + (place.path / "paired.json").string() + "'");
  CAPTURE(paired.output);
  CHECK(paired.code == 0);
  CHECK(contains(paired.output, "CLEval receipt, mean    1.0000 - 0.8750 = +0.1250"));
  const nlohmann::json against = nlohmann::json::parse(bytes_of(place.path / "paired.json"))["against"];
  CHECK(against["cleval_mean"]["difference"] == 0.125);
  CHECK(against["iou"]["interval"][0] >= 0);
}

TEST_CASE("the worst images are drawn, and scores are sliced") {
  const Workplace place;
  const std::string folder = "'" + place.path.string() + "/", truth = folder + "words.json'";
  nlohmann::json data = nlohmann::json::parse(bytes_of(place.path / "words.json"));
  data["images"]["page_3.png"]["words"].clear();
  data["images"]["page_5.png"]["words"].erase("0001");
  place.write("found.json", data.dump());
  const std::string scored = "evaluate --truth " + truth + " --predictions " + folder + "found.json' --resamples 0 ";
  const Run run = docket(scored + "--slices --worst 1 --images " + folder + "pictures' --pictures " + folder + "worst' --json " + folder + "r.json'");
  CAPTURE(run.output);
  CHECK(run.code == 0);
  CHECK(contains(run.output, "worst images by the H of CLEval receipt; missed and split words, false and merged detections:\n  page_3.png "));
  CHECK(contains(run.output, "P 0.0000  R 0.0000  H 0.0000  missed 3, false 0, split 0, merged 0"));
  CHECK(contains(run.output, "1 picture of the worst images, the worst first: " + place.path.string() + "/worst\n"));
  CHECK_FALSE(contains(run.output, "page_5.png"));
  const cv::Mat picture = cv::imread((place.path / "worst/1_page_3.jpg").string());
  CHECK(picture.cols == 1600);  // 160 px, ten times
  CHECK(picture.rows > 1280);
  CHECK(contains(run.output, "word height, px       words    false"));
  CHECK(contains(run.output, "  below 10                8       24  "));
  const nlohmann::json slices = nlohmann::json::parse(bytes_of(place.path / "r.json"))["slices"];
  CHECK(slices["words_per_image"][0]["matched"] == 20);
  CHECK(slices["border"][3]["words"] == 0);  // pictures were measured

  CHECK(contains(docket(scored + "--slices").output, "size not known         24        0"));
  std::filesystem::remove(place.path / "pictures/page_3.png");
  const Run missing = docket(scored + "--images " + folder + "pictures' --pictures " + folder + "worst' --worst 2");
  CHECK(missing.code == 0);
  CHECK(contains(missing.output, "1 of the worst images have no picture and are not drawn: page_3.png"));
  CHECK(contains(missing.output, "1 picture of the worst images"));
  CHECK(fs::exists(place.path / "worst/2_page_5.jpg"));
}

TEST_CASE("pictures need a place to come from and one to go to") {
  const Workplace place;
  const std::string folder = "'" + place.path.string() + "/", files = "evaluate --truth " + folder + "words.json' --predictions " + folder + "words.json' ";
  const auto refused = [](const std::string& arguments, int code, const std::string& message) {
    const Run run = docket(arguments);
    CAPTURE(run.output);
    CHECK(run.code == code);
    CHECK(contains(run.output, message));
  };
  refused(files + "--pictures " + folder + "out'", 2, "--pictures: draws on the truth's pictures; --images DIR says where they are");
  refused(files + "--images " + folder + "pictures' --pictures " + folder + "out' --worst 0", 2, "--worst: is 0, must be at least 1 with --pictures");
  refused(files + "--images " + folder + "none' --pictures " + folder + "out'", 4, "none' is not a folder");
  refused(files + "--images " + folder + "pictures' --pictures " + folder + "words.json'", 4, "--pictures: '" + place.path.string() + "/words.json'");
  refused(files + "--json " + folder + "none/scores.json'", 2, "but there is no folder " + place.path.string() + "/none");
  refused(files + "--json " + folder + "pictures'", 2, "which is a folder; a file is wanted");
  refused(files + "--device cpu", 2, "--device: does nothing for --truth and --predictions");
  refused("evaluate " + folder + "small.toml' --device gpu", 2, "--device: is 'gpu', must be one of auto, cpu, cuda");
  refused("evaluate " + folder + "small.toml' --images " + folder + "pictures'", 2, "a pipeline's data names its own pictures");
  refused(files + "--images " + folder + "pictures'", 0, "--images: is of no use without --pictures, --slices or --json");
  refused(files + "--images " + folder + "pictures' --pictures " + folder + "out'", 0, "no image has a fault, no picture is drawn");
}

TEST_CASE("half a question is an error") {
  CHECK(docket("evaluate --truth x.json").code == 2);
  CHECK(docket("evaluate").code == 2);
  const Run profile = docket("evaluate --truth x.json --predictions x.json --profile quat");
  CHECK(profile.code == 2);
  CHECK(contains(profile.output, "--profile: is 'quat', must be receipt, quad or poly"));
  CHECK(docket("evaluate p.toml --against x.json").code == 2);
  const Run option = docket("evaluate --truth x.json --predictions x.json postprocess.thresh=0.9");
  CHECK(option.code == 2);
  CHECK(contains(option.output, "'postprocess.thresh=0.9': does nothing for --truth and --predictions; it is for a PIPELINE"));
  CHECK(docket("evaluate --truth x.json --predictions x.json --split train").code == 2);
  CHECK(contains(docket("evaluate p.toml --truth x.json").output, "'p.toml' beside --truth or --predictions"));
  CHECK(docket("evaluate --truth none.json --predictions none.json").code == 4);
}

TEST_CASE("a profile that counts characters names the first word without text") {
  const Workplace place;
  const std::string truth = "'" + (place.path / "words.json").string() + "'";
  const Run run = docket("evaluate --truth " + truth + " --predictions " + truth + " --profile quad");
  CHECK(run.code == 4);
  CHECK(contains(run.output, "page_0.png word 0000: has no transcription"));
}

}  // namespace docket::testing
