#include "advise.hpp"

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/log.hpp>
#include <docket/training/advice.hpp>
#include <docket/training/run_history_file.hpp>

namespace docket {

namespace {

/// `text` in lines of at most 116 characters, each behind `indent` spaces but the first, which has `lead` in their place.
std::string wrapped(const std::string& lead, std::size_t indent, const std::string& text) {
  std::string out = lead + std::string(indent > lead.size() ? indent - lead.size() : 1, ' ');
  std::size_t column = out.size();
  std::istringstream words(text);
  bool first = true;
  for (std::string word; words >> word; first = false) {
    if (!first && column + 1 + word.size() > 116) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      out += " ";
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + "\n";
}

std::string summary(const RunHistory& run) {
  const std::int64_t epochs = run.epochs.empty() ? 0 : run.epochs.back().epoch + 1;
  std::string text = run.folder.string() + ": " + run.backbone + (run.variant.empty() ? "" : " " + run.variant) + ", " +
                     run.optimizer.use + " " + advice::number_text(run.optimizer.lr) + ", " + std::to_string(epochs) + " of " +
                     counted(static_cast<std::size_t>(run.train.epochs), "epoch") + ", " +
                     counted(static_cast<std::size_t>(run.last_step), "step") + ", " +
                     counted(run.validations.size(), "validation") + "\n";
  if (run.validations.empty()) return text;
  const ValidationScore& best = run.validations[advice::best_validation(run)];
  text += "best val/hmean " + advice::score_text(best.hmean) + " (precision " + advice::score_text(best.precision) +
          ", recall " + advice::score_text(best.recall) + "), epoch " + std::to_string(best.epoch);
  return text +
         (best.checkpoint.empty() ? "; its checkpoint is gone"
                                  : ": " + (run.folder / "checkpoints" / best.checkpoint).string()) +
         "\n";
}

void print(const std::vector<Finding>& findings) {
  static constexpr std::pair<AdviceLevel, const char*> blocks[] = {
      {AdviceLevel::good, "good"}, {AdviceLevel::warning, "bad"}, {AdviceLevel::todo, "next"}};
  for (const auto& [level, title] : blocks) {
    bool titled = false;
    for (const Finding& finding : findings) {
      if (finding.level != level) continue;
      if (!titled) std::cout << "\n" << title << "\n";
      titled = true;
      std::cout << wrapped("  " + finding.name, 26, finding.text);
      for (const std::string& command : finding.commands) std::cout << "      $ " << command << "\n";
    }
  }
}

nlohmann::json findings_json(const RunHistory& run, const std::vector<Finding>& findings) {
  static constexpr const char* levels[] = {"good", "warning", "do"};
  nlohmann::json json{{"run", run.folder.string()},
                      {"step", run.last_step},
                      {"finished", is_finished(run)},
                      {"validations", run.validations.size()},
                      {"findings", nlohmann::json::array()}};
  for (const Finding& finding : findings) {
    json["findings"].push_back({{"level", levels[static_cast<int>(finding.level)]},
                                {"name", finding.name},
                                {"text", finding.text},
                                {"numbers", finding.numbers},
                                {"commands", finding.commands}});
  }
  return json;
}

}  // namespace

int run_advise(const CommandLine& line) {
  line.expect_words(1, 1);
  if (!line.overrides().empty())
    throw Error(ErrorKind::config, "command line",
                "'" + line.overrides().front() + "' changes nothing: docket advise reads what the run was trained with");
  const RunHistory run = read_run_history(line.words().front());
  if (!run.damaged_lines.empty()) {
    const bool only_cut = run.last_line_is_cut && run.damaged_lines.size() == 1;
    log_warning((run.folder / "metrics.jsonl").string() + ":" + std::to_string(run.damaged_lines.front()) + ": " +
                (only_cut
                     ? "the last line is cut off and was passed over"
                     : counted(run.damaged_lines.size(), "line") + " from here on that are no JSON object were passed over"));
  }
  const std::vector<Finding> findings = advise(run);
  std::cout << summary(run);
  print(findings);
  if (line.has("json")) write_file_atomically(line.text("json"), findings_json(run, findings).dump(2) + "\n");
  return 0;
}

}  // namespace docket
