/// Several agents on one machine, each a process of its own.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <docket/core/interrupt.hpp>
#include <docket/core/machine.hpp>

#include "../child.hpp"
#include "agent.hpp"

namespace docket::sweep {

int work_with_agents(const StudyName& study, int agents, std::optional<int> count) {
  watch_interrupts();
  const int threads = std::max(1, thread_budget() / agents);  // agents that all take all cores slow each other far more than they share
  std::vector<Child> children;
  children.reserve(static_cast<std::size_t>(agents));
  for (int i = 0; i < agents; ++i) {
    std::vector<std::string> words = {"sweep", "agent", study.file.string()};
    if (!study.name.empty()) words.insert(words.end(), {"--study-name", study.name});
    const int share = count ? *count / agents + (i < *count % agents ? 1 : 0) : 1;
    if (share == 0) continue;
    if (count) words.insert(words.end(), {"--count", std::to_string(share)});
    children.emplace_back(words, Child::Options{.threads = threads});
  }
  std::vector<bool> told_end(children.size());
  int worst = 0;
  bool passed_on = false;
  for (std::size_t left = children.size(); left > 0; ::usleep(100'000)) {
    if (interrupted() && !passed_on) {
      for (const Child& child : children) child.send(SIGINT);
      passed_on = true;
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (told_end[i]) continue;
      const std::optional<int> code = children[i].ended();
      if (!code) continue;
      told_end[i] = true;
      --left;
      worst = std::max(worst, *code);
      if (*code > 128 && *code != interrupted_exit_code)
        std::cout << "agent " << i + 1 << " was ended by signal " << *code - 128 << "; its trial is taken up by the next agent that is free" << std::endl;
    }
  }
  return interrupted() ? interrupted_exit_code : worst;
}

}  // namespace docket::sweep
