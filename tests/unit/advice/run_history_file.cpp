#include <docket/training/run_history_file.hpp>

#include <doctest/doctest.h>

#include "support/temporary_folder.hpp"

namespace docket::testing {
namespace {

constexpr const char* config =
    "[backbone]\nuse = \"resnet\"\nvariant = \"18\"\n[postprocess]\nuse = \"db\"\nthresh = 0.25\n[optimizer]\nlr = "
    "1e-3\n[train]\nepochs = 2\n[checkpoint]\nmonitor = \"val/iou_hmean\"\n"
    "[data.val]\nannotations = \"v.json\"\nimages = \"v\"\n";
constexpr const char* metrics =
    "{\"epoch\":0,\"images_per_s\":2.7,\"lr\":0.001,\"step\":7,\"train/loss\":5.4}\n"
    "{\"epoch\":0,\"epoch/loss\":4.5,\"step\":10,\"val/hmean\":0.5,\"val/precision\":0.6,\"val/recall\":0.4,\"val/"
    "iou_hmean\":0.7}\n"
    "{\"epoch\":1,\"epoch/loss\":3.5,\"epoch/waiting_share\":0.25,\"step\":20}\n";

std::string refusal(const std::filesystem::path& folder) {
  try {
    (void)read_run_history(folder);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a run folder is read") {
  const TemporaryFolder folder;
  folder.write("a/config.toml", config);
  folder.write("a/metrics.jsonl", metrics);
  folder.write("a/checkpoints/epoch=0-step=10.ckpt", "");
  folder.write("a/manifest.json",
               R"({"begun":{"data":{"train":[{"sha256":"x","image_count":5}],"val":[{"sha256":"y","image_count":3}]}},)"
               R"("resumed":[{"data":{"train":[{"sha256":"z"}],"val":[{"sha256":"z","image_count":4}]}}]})");
  const RunHistory run = read_run_history(folder.path / "a/");
  CHECK(run.folder == folder.path / "a");
  CHECK(run.backbone == "resnet");
  CHECK(run.variant == "18");
  CHECK(run.optimizer.lr == 1e-3);
  CHECK(run.thresh == 0.25);
  CHECK_FALSE(run.box_thresh.has_value());
  CHECK(run.has_validation_data);
  REQUIRE(run.epochs.size() == 2);
  CHECK(run.epochs[1].loss == 3.5);
  REQUIRE(run.validations.size() == 1);
  CHECK(run.validations[0].recall == 0.4);
  CHECK(run.validations[0].checkpoint == "epoch=0-step=10.ckpt");
  CHECK(run.validations[0].monitored == 0.7);
  CHECK(run.waiting_shares == std::vector<double>{0.25});
  CHECK(run.last_step == 20);
  CHECK(is_finished(run));
  CHECK(run.validation_images == 4);  // of the last part
  CHECK(run.shares_annotations);
  CHECK_FALSE(run.has_broken_loss);
  CHECK(run.damaged_lines.empty());
}

TEST_CASE("a cut last line and lines that are no objects are passed over") {
  const TemporaryFolder folder;
  folder.write("config.toml", config);
  folder.write("metrics.jsonl", std::string(metrics) + "{\"epoch\":1,\"epo");
  RunHistory run = read_run_history(folder.path);
  CHECK(run.epochs.size() == 2);
  CHECK(run.damaged_lines == std::vector<std::size_t>{4});
  CHECK(run.last_line_is_cut);
  folder.write("metrics.jsonl", "oops\n" + std::string(metrics) +
                                    "[1]\n{\"epoch\":1,\"step\":\"x\",\"epoch/loss\":null,\"val/hmean\":\"high\"}\n");
  run = read_run_history(folder.path);
  CHECK(run.damaged_lines == std::vector<std::size_t>{1, 5});
  CHECK_FALSE(run.last_line_is_cut);
  CHECK(run.has_broken_loss);
  CHECK(run.validations.size() == 1);
}

TEST_CASE("a damaged manifest leaves its facts unknown") {
  const TemporaryFolder folder;
  folder.write("config.toml", config);
  folder.write("metrics.jsonl", metrics);
  for (const char* text : {"", "{", "[]", R"({"begun":3})", R"({"begun":{"data":[]}})",
                           R"({"begun":{"data":{"val":7,"train":{"a":1}}},"resumed":{}})"}) {
    folder.write("manifest.json", text);
    CHECK(read_run_history(folder.path).validation_images == 0);
  }
}

TEST_CASE("what is no run is refused with what it may have been") {
  const TemporaryFolder folder;
  folder.write("runs/mine/config.toml", config);
  CHECK(contains(refusal(folder.path / "runs/mine"), "metrics.jsonl: cannot be read"));
  folder.write("runs/mine/metrics.jsonl", "");
  CHECK(contains(refusal(folder.path / "runs/mine"), "holds no metrics yet"));
  folder.write("runs/mine/metrics.jsonl", "rubbish\n");
  CHECK(contains(refusal(folder.path / "runs/mine"), "no line that is a JSON object"));
  CHECK(contains(refusal(folder.path / "runs"),
                 "holds no run (no config.toml in it); there are: " + (folder.path / "runs/mine").string()));
  CHECK(contains(refusal(folder.path / "runs/mina"),
                 "there is no such folder; did you mean '" + (folder.path / "runs/mine").string() + "'?"));
  CHECK(contains(refusal(folder.path / "runs/mine/config.toml"), "is a file; wanted the folder of a run"));
  folder.write("runs/mine/config.toml", "[train]\nepochs = 0\n");
  CHECK(contains(refusal(folder.path / "runs/mine"), "config.toml:2:10: 'epochs' is 0"));
}

}  // namespace
}  // namespace docket::testing
