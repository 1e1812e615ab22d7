/// docket kfold train.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <deque>
#include <iostream>
#include <list>
#include <optional>
#include <utility>

#include <docket/core/count_text.hpp>
#include <docket/core/duration_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/machine.hpp>

#include "../child.hpp"
#include "fold_run.hpp"
#include "plan.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

std::string four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

std::string best_text(const FoldRun& run) {
  if (!run.best) return "no validation was made";
  return "best val/hmean " + four_digits(run.best->hmean) + " (epoch " + std::to_string(run.best->epoch) + "): " + run.checkpoint.string();
}

void tell_scores(const Plan& plan) {
  double sum = 0, squares = 0;
  std::size_t count = 0;
  for (const FoldFiles& fold : plan.folds) {
    const FoldRun run = look_at_run(plan, fold);
    std::cout << "fold " << fold.number << ": " << best_text(run) << "\n";
    if (!run.best) continue;
    sum += run.best->hmean;
    squares += run.best->hmean * run.best->hmean;
    ++count;
  }
  if (count < 2) return;
  const double n = static_cast<double>(count), mean = sum / n;
  std::cout << "mean of " << count << " folds " << four_digits(mean) << ", standard deviation " << four_digits(std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1)))) << "\n";
}

/// The trainings that run, and what is told of them.
class Trainings {
 public:
  Trainings(const Plan& plan, const std::vector<std::string>& plugin_folders, int jobs) : plan_(plan), plugin_folders_(plugin_folders), jobs_(static_cast<std::size_t>(jobs)) {
    for (const FoldFiles& fold : plan.folds) {
      const FoldRun run = look_at_run(plan, fold);
      if (run.state == FoldState::finished) std::cout << name_of(fold) << ": is trained already, " << best_text(run) << "\n";
      else waiting_.push_back(&fold);
    }
    count_ = waiting_.size();
  }

  /// False when this program was interrupted. Throws Error when a training ended with one; those beside it have written a checkpoint then.
  bool run() {
    while (!going_.empty() || (!waiting_.empty() && !ending_)) {
      while (!ending_ && going_.size() < jobs_ && !waiting_.empty()) begin_next();
      ::usleep(50'000);
      if (interrupted()) end_all();
      for (auto one = going_.begin(); one != going_.end();) {
        const std::optional<int> code = one->child.ended();
        if (!code) {
          ++one;
          continue;
        }
        const FoldFiles& fold = *one->fold;
        one = going_.erase(one);
        if (*code == 0 && !interrupted()) told_done(fold);
        else if (*code != 0 && !ending_) failed(fold, *code);
        else if (interrupted()) std::cout << "interrupted in " << name_of(fold) << "; go on with: docket kfold train " << plan_.folder.string() << std::endl;
        else std::cout << name_of(fold) << ": is stopped, to be gone on with" << std::endl;
      }
    }
    if (failure_) throw Error(*failure_);
    return !interrupted();
  }

 private:
  struct Going {
    Child child;
    const FoldFiles* fold;
  };

  static std::string name_of(const FoldFiles& fold) { return "fold " + std::to_string(fold.number); }

  void begin_next() {
    const FoldFiles& fold = *waiting_.front();
    waiting_.pop_front();
    const fs::path run = plan_.run_of(fold), log = fs::path(run) += ".log";
    const bool alone = jobs_ == 1;
    std::cout << name_of(fold) << ": " << counted(fold.train_images, "image") << " to train, " << grouped(fold.val_images) << " to validate; "
              << (look_at_run(plan_, fold).state == FoldState::begun ? "goes on" : "begins") << " as " << run.string() << (alone ? "" : ", tells " + log.string()) << "\n";
    std::vector<std::string> words = {"train", fold.preset.string(), "--runs", (plan_.folder / "runs").string(), "--name", run.filename().string(), "--resume"};
    for (const std::string& plugins : plugin_folders_) words.insert(words.end(), {"--plugins", plugins});
    Child::Options options;
    if (!alone) {
      fs::create_directories(log.parent_path());
      options.output = log;
      options.threads = std::max(1, thread_budget() / static_cast<int>(std::min(jobs_, count_)));
    }
    going_.push_back({Child(words, options), &fold});
  }

  void end_all() {
    if (std::exchange(ending_, true)) return;
    for (const Going& one : going_) one.child.send(SIGINT);
  }

  void told_done(const FoldFiles& fold) {
    ++done_;
    const double spent_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    std::cout << name_of(fold) << ": done, " << best_text(look_at_run(plan_, fold)) << "; " << duration_text(spent_s) << " so far";
    if (done_ < count_) std::cout << ", about " << duration_text(spent_s / static_cast<double>(done_) * static_cast<double>(count_ - done_)) << " to go";
    std::cout << std::endl;
  }

  /// Alone, the child has said already what went wrong.
  void failed(const FoldFiles& fold, int code) {
    const fs::path run = plan_.run_of(fold), log = fs::path(run) += ".log";
    const std::string said = jobs_ == 1 ? "" : last_line(log);
    failure_ = Error(error_kind_of(code), run.string(), "the training of " + name_of(fold) + " ended with exit code " + std::to_string(code) +
                     (said.empty() ? "" : " (" + said + ")") + "; go on with: docket kfold train " + plan_.folder.string());
    end_all();
  }

  const Plan& plan_;
  const std::vector<std::string>& plugin_folders_;
  std::size_t jobs_, count_ = 0, done_ = 0;
  std::deque<const FoldFiles*> waiting_;
  std::list<Going> going_;
  bool ending_ = false;  // none is begun any more
  std::optional<Error> failure_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

int train_folds(const fs::path& folder, const std::vector<std::string>& plugin_folders, int jobs) {
  const Plan plan = read_plan(folder);
  expect_presets(plan);
  watch_interrupts();
  if (!Trainings(plan, plugin_folders, jobs).run()) return interrupted_exit_code;
  std::cout << "\n";
  tell_scores(plan);
  return 0;
}

int jobs_of(const CommandLine& line) { return static_cast<int>(line.integer("jobs", 1, 1, 256)); }

int train(const CommandLine& line) {
  line.expect_words(2, 2);
  if (!line.overrides().empty())
    throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' comes too late: what all folds are trained with is given to 'docket kfold split'");
  const int code = train_folds(line.words()[1], line.texts("plugins"), jobs_of(line));
  if (code == 0) std::cout << "next: docket kfold score " << line.words()[1] << "\n";
  return code;
}

}  // namespace docket::kfold
