#include "run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <utility>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/pipeline/flow.hpp>

#include "overlay.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace docket {
namespace {

namespace fs = std::filesystem;

struct Tally {
  std::size_t predicted = 0;
  std::size_t failed = 0;
  std::size_t words = 0;
  std::size_t remarks = 0;
};

/// Postprocessors may have something to say about every picture; a run of thousands says it a few times.
void tell_remarks(const FlowItem& item, const std::string& name, Progress& progress, Tally& tally) {
  constexpr std::size_t shown = 10;
  for (const std::string& remark : item.result.remarks) {
    ++tally.remarks;
    if (tally.remarks <= shown) progress.say(name + ": " + remark);
    if (tally.remarks == shown + 1) progress.say("more remarks of this kind are only counted");
  }
}

/// The image's name with the suffix .jpg; where that is taken, .jpg comes behind the old suffix.
std::vector<fs::path> overlay_names(std::span<const ImageInput> pictures) {
  std::vector<fs::path> names;
  std::set<fs::path> taken;
  for (const ImageInput& picture : pictures) {
    fs::path name = fs::path(picture.name).replace_extension(".jpg");
    if (taken.contains(name)) name = picture.name + ".jpg";
    while (!taken.insert(name).second) name += ".jpg";
    names.push_back(std::move(name));
  }
  return names;
}

void print_summary(const Tally& tally, std::size_t total, double seconds, const PredictionResults& results, const PredictRun& run) {
  const double mean = tally.predicted == 0 ? 0.0 : static_cast<double>(tally.words) / static_cast<double>(tally.predicted);
  std::printf("%s, %s, %.1f boxes per image, %s\n", counted(tally.predicted, "image").c_str(),
              counted(tally.words, "box", "boxes").c_str(), mean, rate_text(tally.predicted, seconds).c_str());
  if (tally.failed > 0) std::printf("%s failed, named above\n", counted(tally.failed, "image").c_str());
  if (tally.predicted + tally.failed < total) std::printf("interrupted: %zu not done\n", total - tally.predicted - tally.failed);
  if (tally.remarks > 0) std::printf("%s\n", counted(tally.remarks, "remark").c_str());
  std::printf("prediction  %s\nsubmission  %s\n", results.json().c_str(), results.csv().c_str());
  if (run.overlays) std::printf("overlays    %s\n", results.overlays().c_str());
  std::fflush(stdout);
}

}  // namespace

int run_prediction(const Pipeline& pipeline, std::span<const ImageInput> pictures, const PredictRun& run) {
  std::vector<fs::path> files;
  for (const ImageInput& picture : pictures) files.push_back(picture.path);
  const std::vector<fs::path> drawn = overlay_names(pictures);
  PredictionResults results(run.out, run.scores);
  Progress progress(files.size(), progress_style(run.quiet));
  Tally tally;

  FlowSettings flow;
  flow.stop = [] { return interrupted(); };
  if (run.overlays) {
    flow.finish = [&](FlowItem& item) {
      draw_words(item.rgb, item.result.detections);
      write_jpeg(item.rgb, results.overlays() / drawn[item.index]);
    };
  }
  flow.deliver = [&](FlowItem& item) {
    const std::string& name = pictures[item.index].name;
    if (item.failure.empty()) {
      results.add(name, item.result.detections);
      ++tally.predicted;
      tally.words += item.result.detections.size();
      if (!run.quiet) tell_remarks(item, name, progress, tally);
    } else {
      ++tally.failed;
      progress.say(item.failure);
    }
    progress.report(item.index + 1);
  };

  const auto begun = std::chrono::steady_clock::now();
  try {
    run_flow(pipeline, files, flow);
  } catch (...) {
    results.finish();  // what was done until then is worth having
    throw;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  progress.clear();
  results.finish();
  if (!run.quiet) print_summary(tally, files.size(), seconds, results, run);
  if (interrupted()) return interrupted_exit_code;
  return tally.failed > 0 ? static_cast<int>(ErrorKind::data) : 0;
}

}  // namespace docket
