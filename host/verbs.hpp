/// Commands with a second word: `docket plugins list`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

#include "command_line.hpp"

namespace docket {

struct Verb {
  const char* name;
  int (*run)(const CommandLine&);
  std::vector<const char*> idle_flags = {};  // of the command, but not of this verb
};

/// Runs the verb that the line's first word names, else `otherwise`. Throws Error(config) for any other word, for none, and for an
/// idle flag.
inline int run_verb(const CommandLine& line, std::string_view command, std::span<const Verb> verbs, std::string_view otherwise = "") {
  const std::string wanted = line.words().empty() ? std::string(otherwise) : line.words().front();
  std::vector<std::string> names;
  for (const Verb& verb : verbs) {
    names.emplace_back(verb.name);
    if (wanted != verb.name) continue;
    for (const char* flag : verb.idle_flags) {
      if (!line.has(flag)) continue;
      throw Error(ErrorKind::config, "command line",
                  "--" + std::string(flag) + " does nothing for 'docket " + std::string(command) + " " + verb.name + "'");
    }
    return verb.run(line);
  }
  throw Error(ErrorKind::config, "command line",
              "unknown word '" + wanted + "' behind 'docket " + std::string(command) + "'" + suggestion(wanted, names));
}

}  // namespace docket
