/// docket kfold predict.
#include <iostream>

#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/output_folder.hpp>

#include "fold_prediction.hpp"
#include "fold_run.hpp"
#include "plan.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

int predict(const CommandLine& line) {
  line.expect_words(3, 100'000);
  if (!line.overrides().empty())
    throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' changes nothing: every checkpoint carries the pipeline it was trained with");
  const Plan plan = read_plan(line.words()[1]);
  expect_presets(plan);
  const std::vector<FoldRun> runs = finished_runs(plan);
  const fs::path out = line.text("out", (plan.folder / "predictions").string());
  expect_folder_or_nothing(out, "--out");
  std::vector<std::string> words(line.words().begin() + 2, line.words().end());
  for (const std::string& plugins : line.texts("plugins")) words.insert(words.end(), {"--plugins", plugins});
  watch_interrupts();
  fs::create_directories(out);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const fs::path target = out / ("fold_" + std::to_string(plan.folds[i].number) + ".json");
    std::cout << "fold " << plan.folds[i].number << ": " << runs[i].checkpoint.string() << std::endl;
    std::vector<std::string> own = words;
    own.insert(own.end(), {"--device", ConfigDocument::load(plan.folds[i].preset).text("train.device", "auto")});
    if (!write_predictions(runs[i].checkpoint, own, "", target)) return interrupted_exit_code;
    std::cout << "  " << target.string() << "\n";
  }
  std::cout << "next: docket ensemble " << (out / "fold_*.json").string() << "\n";
  return 0;
}

}  // namespace docket::kfold
