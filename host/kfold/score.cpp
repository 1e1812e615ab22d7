/// docket kfold score.
#include <iostream>
#include <set>

#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/folds/image_pool.hpp>
#include <docket/training/data_set_options.hpp>

#include "../child.hpp"
#include "fold_prediction.hpp"
#include "fold_run.hpp"
#include "plan.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const folds::ImagePool& pool) {
  std::set<std::string> names;
  for (const folds::PoolImage& image : pool.images) names.insert(image.name);
  return names;
}

/// The prediction JSON of the images that the fold holds out, made by its best checkpoint unless it is there already.
fs::path predict_fold(const Plan& plan, const FoldFiles& fold, const FoldRun& run, const std::vector<std::string>& plugin_folders) {
  const fs::path target = plan.folder / "predictions" / ("fold_" + std::to_string(fold.number) + "_" + run.checkpoint.stem().string() + ".json");
  const folds::ImagePool held_out = folds::read_image_pool({fold.val});
  std::cout << "fold " << fold.number << ": " << counted(held_out.images.size(), "image") << " held out, " << run.checkpoint.string();
  if (std::error_code ignored; fs::is_regular_file(target, ignored)) {
    std::cout << ", predicted already\n";
    return target;
  }
  std::cout << "\n";
  const fs::path images = read_data_set_options(ConfigDocument::load(fold.preset), "data.val").images.front();
  std::string list;
  for (const folds::PoolImage& image : held_out.images) list += (images / image.name).string() + "\n";
  std::vector<std::string> words = {"-", "--device", ConfigDocument::load(fold.preset).text("train.device", "auto")};
  for (const std::string& plugins : plugin_folders) words.insert(words.end(), {"--plugins", plugins});
  if (!write_predictions(run.checkpoint, words, list, target)) return {};
  if (names_in(folds::read_image_pool({target})) == names_in(held_out)) return target;
  fs::remove(target);
  throw Error(ErrorKind::data, fold.val.string(), "the predictions do not name the same images; image names with folders in them cannot be scored");
}

}  // namespace

int score_folds(const fs::path& folder, const std::vector<std::string>& plugin_folders) {
  const Plan plan = read_plan(folder);
  expect_presets(plan);
  const std::vector<FoldRun> runs = finished_runs(plan);
  watch_interrupts();
  fs::create_directories(plan.folder / "predictions");
  std::vector<fs::path> predictions, truths;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    predictions.push_back(predict_fold(plan, plan.folds[i], runs[i], plugin_folders));
    if (interrupted()) return interrupted_exit_code;
    truths.push_back(plan.folds[i].val);
  }
  const folds::ImagePool predicted = folds::read_image_pool(predictions), truth = folds::read_image_pool(truths);
  const fs::path predicted_file = plan.folder / "out_of_fold.json", truth_file = plan.folder / "out_of_fold_truth.json";
  write_file_atomically(predicted_file, folds::annotations_text(predicted, std::vector<bool>(predicted.images.size(), true)));
  write_file_atomically(truth_file, folds::annotations_text(truth, std::vector<bool>(truth.images.size(), true)));
  std::cout << "\nout of fold: " << counted(truth.images.size(), "image") << ", each by the model that did not see it: " << predicted_file.string() << "\n";
  const int code = run_docket({"evaluate", "--truth", truth_file.string(), "--predictions", predicted_file.string(), "--json", (plan.folder / "out_of_fold_score.json").string()});
  if (interrupted()) return interrupted_exit_code;
  expect_done(code, "docket evaluate");
  return 0;
}

int score(const CommandLine& line) {
  line.expect_words(2, 2);
  if (!line.overrides().empty())
    throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' changes nothing: every checkpoint carries the pipeline it was trained with");
  return score_folds(line.words()[1], line.texts("plugins"));
}

}  // namespace docket::kfold
