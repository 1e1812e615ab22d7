/// The command line of docket tune: which of its words are about the space, which about the pipeline.
#pragma once

#include <string>
#include <vector>

#include "../command_line.hpp"

namespace docket::tune {

/// Both as `key=value` words; those of the space begin with the option's own name.
struct Words {
  std::vector<std::string> pipeline, space;
};

Words sorted_words(const CommandLine& line);

}  // namespace docket::tune
