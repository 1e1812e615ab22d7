#include "work.hpp"

#include <unistd.h>

#include <chrono>
#include <iostream>

#include <docket/core/count_text.hpp>
#include <docket/core/duration_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/log.hpp>
#include <docket/core/shell_word.hpp>
#include <docket/pipeline/member_files.hpp>

#include "../child.hpp"
#include "../process_lock.hpp"
#include "progress.hpp"

namespace docket::campaign {

namespace fs = std::filesystem;

namespace {

/// Held by the stage that runs too: where a campaign was killed, the next one begins when that stage has written its checkpoint.
std::optional<ProcessLock> take_folder(const fs::path& out) {
  std::optional<ProcessLock> lock = ProcessLock::take(out / ".lock");
  if (!lock) std::cout << "waiting for the docket that works in " << out.string() << std::endl;
  while (!lock && !interrupted()) {
    ::usleep(200'000);
    lock = ProcessLock::take(out / ".lock");
  }
  return lock;
}

/// OUT/<stage> always leads to the stage's present folder.
void point_to(const PlannedStage& stage, const fs::path& out) {
  const fs::path link = out / stage.stage.name, next = out / ("." + stage.stage.name + ".next");
  std::error_code problem;
  fs::remove(next, problem);
  fs::create_directory_symlink(stage.folder.filename(), next, problem);
  if (!problem) fs::rename(next, link, problem);
  if (problem) log_warning(link.string() + ": cannot be made: " + problem.message());
}

/// Patterns of files that earlier stages left, as a shell would fill them in. Throws Error(data) where nothing fits.
std::vector<std::string> globbed(const std::vector<std::string>& words, const Origin& origin) {
  std::vector<std::string> made;
  for (const std::string& word : words) {
    const std::size_t first = word.find_first_of("*?=");
    if (first == std::string::npos || word[first] == '=') {
      made.push_back(word);
      continue;
    }
    for (const std::string& file : matching_files("", word, origin)) made.push_back(file);
  }
  return made;
}

/// The exit code of the first command that did not end well, else 0.
int run_stage(const PlannedStage& stage, const ProcessLock& lock) {
  if (!stage.stage.resumes) fs::remove_all(stage.folder);
  fs::create_directories(stage.folder);
  for (const auto& command : stage.commands) {
    const std::vector<std::string> words = globbed(command, stage.stage.origin);
    std::cout << command_text(words) << std::endl;
    const int code = run_docket(words, {.kept_open = lock.descriptor()});
    if (interrupted()) return interrupted_exit_code;
    if (code != 0) return code;
  }
  return 0;
}

void tell_finished(const PlannedStage& stage) {
  std::cout << stage.stage.name << ": finished in " << duration_text(stage.record->seconds);
  for (const auto& [name, value] : stage.record->values) std::cout << ", " << name << " " << value;
  std::cout << std::endl;
}

/// Runs one stage to its record. An Error of its own is its failure.
Progress do_stage(PlannedStage& stage, const ProcessLock& lock, int& code) {
  const auto began = std::chrono::steady_clock::now();
  try {
    code = run_stage(stage, lock);
    if (interrupted()) return {State::interrupted, ""};
    if (code == 0) {
      write_record(stage, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
      tell_finished(stage);
      return {State::finished, ""};
    }
    return {State::failed, "exit code " + std::to_string(code)};
  } catch (const Error& error) {
    log_error(error.what());
    code = error.exit_code();
    return {State::failed, error.message()};
  }
}

/// The command line that goes on where this one ended.
std::string again(const Plan& plan) { return shell_command("docket run " + shell_word(plan.file.string()), plan.settings); }

int tell_end(const Plan& plan, const Progresses& progresses, int first_failure) {
  std::map<State, std::size_t> counts;
  for (const auto& [name, progress] : progresses) ++counts[progress.state];
  std::cout << "\n" << counted(counts[State::finished], "stage") << " finished, " << counts[State::skipped] << " skipped, " << counts[State::failed] << " failed: " << plan.out.string() << "\n";
  for (const PlannedStage& planned : plan.stages) {
    const Progress& progress = progresses.at(planned.stage.name);
    if (progress.state == State::failed) std::cout << planned.stage.name << " failed (" << progress.why << ")\n";
  }
  std::cout << (first_failure != 0 ? "go on with: " + again(plan) : "next: docket report " + plan.out.string()) << "\n";
  return first_failure;
}

}  // namespace

int work(Plan plan) {
  watch_interrupts();
  const std::optional<ProcessLock> lock = take_folder(plan.out);
  if (!lock) return interrupted_exit_code;
  read_records(plan);  // another docket may have finished stages meanwhile
  Progresses progresses;
  for (const PlannedStage& planned : plan.stages) progresses[planned.stage.name] = {};
  int first_failure = 0;
  for (PlannedStage& planned : plan.stages) {
    const std::string& name = planned.stage.name;
    Progress& progress = progresses[name];
    if (const std::string why = reason_to_skip(plan, planned, progresses); !why.empty()) {
      progress = {State::skipped, why};
      std::cout << name << ": skipped: " << why << std::endl;
      write_progress(plan, progresses);
      continue;
    }
    point_to(planned, plan.out);
    if (planned.record) {
      progress = {State::finished, ""};
      std::cout << name << ": finished before, in " << duration_text(planned.record->seconds) << std::endl;
      continue;
    }
    progress.state = State::running;
    write_progress(plan, progresses);
    std::cout << "\n" << name << ": begins, " << estimate_text(planned) << std::endl;
    int code = 0;
    progress = do_stage(planned, *lock, code);
    write_progress(plan, progresses);
    if (progress.state == State::interrupted) {
      std::cout << "interrupted in " << name << "; go on with: " << again(plan) << "\n";
      return interrupted_exit_code;
    }
    if (progress.state == State::failed) {
      std::cout << name << ": failed, " << progress.why << std::endl;
      if (first_failure == 0) first_failure = code;
    }
  }
  write_progress(plan, progresses);
  return tell_end(plan, progresses, first_failure);
}

}  // namespace docket::campaign
