/// A study in a folder of its own, which goes away with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <docket/search/study/lease.hpp>

namespace docket::search::study {

struct Scratch {
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "study.XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Scratch() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

inline Study make_study(const Scratch& scratch, Goal goal = Goal::maximize) {
  bool made = false;
  return Study::open_or_create(scratch.folder / "study.db", "lr", goal, made);
}

inline const SearchSpace small_space{{{"optimizer.lr", FloatRange{1e-4, 1e-3, true, {}}, {}}, {"schedule.t_max", IntRange{18, 24, 2, false}, {}}, {"optimizer.use", Choices{{"adam", "sgd"}}, {}}}};
inline const Assignment small_values{{"optimizer.lr", 3e-4}, {"schedule.t_max", 20}, {"optimizer.use", 1}};

inline std::string run_of(int number) { return "runs/trial_" + std::to_string(number); }
inline bool never_enough(const std::vector<StoredTrial>&) { return false; }
inline bool abandoned(const StoredTrial&) { return true; }
inline bool in_work(const StoredTrial&) { return false; }

}  // namespace docket::search::study
