#include "fold_prediction.hpp"

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/staged_folder.hpp>

#include "../child.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

void expect_done(int code, const std::string& what) {
  if (code != 0) throw Error(error_kind_of(code), what, "ended with exit code " + std::to_string(code));
}

bool write_predictions(const fs::path& checkpoint, const std::vector<std::string>& words, const std::string& list, const fs::path& target) {
  fs::path hidden = target;
  hidden.replace_extension();
  const StagedFolder staged(hidden);  // goes away with what else is made in it
  Child::Options options;
  if (!list.empty()) write_file_atomically(options.input = staged.path() / "images.txt", list);
  std::vector<std::string> all = {"predict", checkpoint.string(), "--out", staged.path().string(), "--no-overlays", "--scores", "--quiet"};
  all.insert(all.end(), words.begin(), words.end());
  const int code = run_docket(all, options);
  if (interrupted()) return false;
  if (code != 0) throw Error(error_kind_of(code), target.string(), "is not written: docket predict ended with exit code " + std::to_string(code) + ", for the reason above");
  for (const auto& entry : fs::directory_iterator(staged.path() / "submissions")) {
    if (entry.path().extension() != ".json") continue;
    fs::rename(entry.path(), target);
    return true;
  }
  throw Error(ErrorKind::other, target.string(), "docket predict left no predictions");
}

}  // namespace docket::kfold
