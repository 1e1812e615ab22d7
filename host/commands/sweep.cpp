#include "sweep.hpp"

#include <optional>
#include <string>
#include <vector>

#include <docket/core/error.hpp>

#include "../sweep/agent.hpp"
#include "../sweep/begin.hpp"
#include "../sweep/tell.hpp"
#include "../verbs.hpp"

namespace docket {
namespace {

std::optional<int> count_of(const CommandLine& line) {
  if (!line.has("count")) return std::nullopt;
  return static_cast<int>(line.integer("count", 0, 0, 1'000'000));
}

int work_as_told(const CommandLine& line, const sweep::StudyName& study) {
  const auto agents = static_cast<int>(line.integer("agents", 1, 1, 256));
  const std::optional<int> count = count_of(line);
  if (count == 0) return 0;
  return agents == 1 ? sweep::work(study, count) : sweep::work_with_agents(study, agents, count);
}

int agent(const CommandLine& line) {
  line.expect_words(2, 2);
  if (!line.overrides().empty()) throw Error(ErrorKind::config, "command line", "'" + line.overrides().front() + "' changes nothing: the study knows its search");
  return work_as_told(line, {line.words()[1], line.text("study-name")});
}

}  // namespace

int run_sweep(const CommandLine& line) {
  static const std::vector<const char*> of_work = {"study", "agents", "count", "out", "plugins"};
  static const std::vector<const char*> of_promote = {"study", "agents", "count", "plugins"};
  static const Verb verbs[] = {{"agent", agent, {"study", "out", "plugins"}}, {"status", sweep::status, of_work}, {"best", sweep::best, of_work}, {"importance", sweep::importance, of_work},
                               {"stop", sweep::stop, of_work}, {"promote", sweep::promote, of_promote}};
  line.expect_words(1, 2);
  if (!line.words().front().ends_with(".toml")) return run_verb(line, "sweep", verbs);
  if (line.has("out")) throw Error(ErrorKind::config, "command line", "--out is for 'docket sweep promote'");
  return work_as_told(line, sweep::begin(line));
}

}  // namespace docket
