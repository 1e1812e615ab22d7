/// What the checks found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <docket/data/dataset.hpp>

#include "checks.hpp"

namespace docket::data_check {

struct Finding {
  const Check* check = nullptr;
  std::vector<std::string> places;  // "train a.jpg word 0003 (why)"
};

class Findings {
 public:
  Findings();

  /// `check` is a name of the table.
  void add(std::string_view check, std::string place);

  /// Takes over what the reader of annotations counted, under the checks' names. `set` stands in front of each place.
  void add(const DatasetProblems& problems, const std::string& set);

  /// Those with at least one place, in the table's order.
  [[nodiscard]] std::vector<Finding> list() const;
  [[nodiscard]] const std::vector<std::string>& places(std::string_view check) const;
  /// Places under the checks of `level`.
  [[nodiscard]] std::size_t count(Level level) const;

 private:
  Finding& find(std::string_view check);
  std::vector<Finding> all_;
};

}  // namespace docket::data_check
