/// What is wrong with a data set: counted by kind, with the places where each came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <docket/core/log.hpp>

namespace docket {

/// One kind of trouble, and every place where it came.
struct DatasetProblem {
  static constexpr std::size_t max_named = 5;  // in a line for a person
  std::string what;
  std::vector<std::string> places;
  [[nodiscard]] std::size_t count() const { return places.size(); }
};

/// "a.jpg, b.jpg and 10 more"
[[nodiscard]] inline std::string first_places(const std::vector<std::string>& places) {
  std::string text;
  const std::size_t shown = std::min(places.size(), DatasetProblem::max_named);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + places[i];
  if (places.size() > shown) text += " and " + std::to_string(places.size() - shown) + " more";
  return text;
}

/// What was found wrong, in the order it was met. Nothing is dropped or changed without an entry here.
class DatasetProblems {
 public:
  void add(const std::string& what, const std::string& where) {
    auto found = std::find_if(list_.begin(), list_.end(), [&](const DatasetProblem& problem) { return problem.what == what; });
    if (found == list_.end()) found = list_.insert(list_.end(), {what, {}});
    found->places.push_back(where);
  }

  /// Takes over what another set of problems says.
  void merge(const DatasetProblems& other) {
    for (const DatasetProblem& problem : other.list_) {
      for (const std::string& where : problem.places) add(problem.what, where);
    }
  }

  [[nodiscard]] const std::vector<DatasetProblem>& list() const { return list_; }

  /// "12 annotations name images that are not there: a.jpg, b.jpg and 10 more", one line a problem.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (const DatasetProblem& problem : list_) {
      lines.push_back(std::to_string(problem.count()) + " " + problem.what + ": " + first_places(problem.places));
    }
    return lines;
  }

 private:
  std::vector<DatasetProblem> list_;
};

/// One warning a kind; `whose` is a split's or a file's name.
inline void warn_of(const DatasetProblems& problems, const std::string& whose) {
  for (const std::string& line : problems.lines()) log_warning(whose + ": " + line);
}

}  // namespace docket
