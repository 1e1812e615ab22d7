/// A training run: its curves, its validations, and what docket advise says of it.
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/training/advice.hpp>
#include <docket/training/run_history_file.hpp>

#include "curves.hpp"
#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {
namespace {

std::size_t image_count(const nlohmann::json& part, const char* split) {
  std::size_t images = 0;
  const nlohmann::json sets = part.value(nlohmann::json::json_pointer(std::string("/data/") + split), nlohmann::json::array());
  for (const nlohmann::json& set : sets) {
    if (const double count = number_at(set, "/image_count"); count > 0) images += static_cast<std::size_t>(count);
  }
  return images;
}

nlohmann::json read_manifest(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(folder / "manifest.json", ignored) ? read_json_object(folder / "manifest.json") : nlohmann::json::object();
}

void write_run_facts(Page& page, const RunHistory& run) {
  const nlohmann::json manifest = read_manifest(run.folder);
  const nlohmann::json begun = manifest.value("begun", nlohmann::json::object());
  const std::size_t train = image_count(begun, "train"), val = image_count(begun, "val");
  const std::size_t parts = manifest.contains("resumed") && manifest["resumed"].is_array() ? manifest["resumed"].size() : 0;
  page.facts({{"folder", run.folder.string()},
              {"begun", text_at(begun, "/time")},
              {"backbone", run.backbone + (run.variant.empty() ? "" : " " + run.variant)},
              {"optimizer", run.optimizer.use + ", rate " + number(run.optimizer.lr).text},
              {"schedule", run.schedule.use},
              {"images trained on", train > 0 ? grouped(train) : ""},
              {"images validated on", val > 0 ? grouped(val) : ""},
              {"epochs", std::to_string(run.epochs.size()) + (run.train.max_steps > 0 ? "" : " of " + std::to_string(run.train.epochs)) + (is_finished(run) ? ", finished" : ", not finished")},
              {"steps", grouped(static_cast<std::size_t>(run.last_step)) + (run.train.max_steps > 0 ? " of " + grouped(static_cast<std::size_t>(run.train.max_steps)) : "")},
              {"resumed", parts > 0 ? counted(parts, "time") : ""},
              {"docket", text_at(begun, "/docket")},
              {"processor", text_at(begun, "/machine/processor")}});
}

Table validation_table(const RunHistory& run, const MetricLines& metrics) {
  Table table{{"epoch", "step", "loss", "P", "R", "H", "IoU P", "IoU R", "IoU H"}, {}};
  std::map<std::int64_t, nlohmann::json> epochs;  // by step: an epoch's losses and its validation are two lines
  for (const nlohmann::json& line : metrics.lines) {
    if (line.contains("epoch/loss") || line.contains("val/hmean")) epochs[detail::count_of(line, "step")].update(line);
  }
  double best = -1;
  for (const auto& [step, line] : epochs) {
    const auto of = [&](const char* name) { return detail::metric(line, name); };
    // By what the checkpoints are ranked by.
    if (const double monitored = of(run.checkpoint.monitor.c_str()); monitored > best) {
      best = monitored;
      table.strong = table.rows.size();
    }
    table.rows.push_back({number(of("epoch")), number(of("step")), number(of("epoch/loss")), score(of("val/precision")), score(of("val/recall")), score(of("val/hmean")),
                          score(of("val/iou_precision")), score(of("val/iou_recall")), score(of("val/iou_hmean"))});
  }
  return table;
}

Table progress_table(const MetricLines& metrics) {
  Table table{{"step", "epoch", "loss", "rate", "images/s"}, {}};
  for (const nlohmann::json& line : metrics.lines) {
    if (!line.contains("train/loss")) continue;
    table.rows.push_back({number(detail::metric(line, "step")), number(detail::metric(line, "epoch")), number(detail::metric(line, "train/loss")),
                          number(detail::metric(line, "lr")), number(detail::metric(line, "images_per_s"))});
  }
  return table;
}

void write_curves(Page& page, const MetricLines& metrics, const Table& validations) {
  const auto curve = [&](const char* name, const char* key) { return series(metrics, name, "step", key); };
  nlohmann::json progress = curve("between", "train/loss");
  progress["thin"] = true;
  std::vector<nlohmann::json> losses{curve("mean of the epoch", "epoch/loss"), progress};
  for (const std::string& part : metrics_like(metrics, "epoch/loss_")) losses.push_back(series(metrics, part.substr(6), "step", part));
  const auto draw = [&](const char* title, const nlohmann::json& chart, const Table& numbers) {
    if (!chart.at("series").empty()) page.chart(title, chart, numbers);
  };
  Table lines = progress_table(metrics);
  draw("Loss", line_chart("step", "loss", losses), lines.rows.empty() ? validations : lines);
  draw("Validation: CLEval and IoU 0.5", line_chart("step", "score", {curve("H", "val/hmean"), curve("P", "val/precision"), curve("R", "val/recall"), curve("IoU H", "val/iou_hmean")}), validations);
  Table rates{{"step", "rate"}, {}};
  for (const std::vector<Cell>& row : lines.rows) rates.rows.push_back({row[0], row[3]});
  draw("Learning rate", line_chart("step", "rate", {curve("rate", "lr")}), rates);
}

void write_findings(Page& page, const RunHistory& run) {
  static constexpr const char* levels[] = {"good", "bad", "next"};
  Table table{{"", "finding", "what it says"}, {}};
  for (const Finding& finding : advise(run)) table.rows.push_back({word(levels[static_cast<int>(finding.level)]), word(finding.name), word(finding.text)});
  if (!table.rows.empty()) page.table("What docket advise says", table);
}

}  // namespace

void write_run(Page& page, const std::filesystem::path& folder) {
  const RunHistory run = read_run_history(folder);
  const MetricLines metrics = read_metric_lines(folder);
  page.section("run", name_of_path(folder));
  if (metrics.damaged > 0) page.warning("metrics.jsonl: " + counted(metrics.damaged, "line") + " that " + (metrics.damaged == 1 ? "is" : "are") + " no JSON object passed over");
  write_run_facts(page, run);
  if (!run.validations.empty()) {
    const ValidationScore& best = run.validations[advice::best_validation(run)];
    page.text("Best validation: H " + score(best.hmean).text + ", precision " + score(best.precision).text + ", recall " + score(best.recall).text + ", epoch " +
              std::to_string(best.epoch) + (best.checkpoint.empty() ? "; its checkpoint is gone" : ": checkpoints/" + best.checkpoint));
  }
  write_curves(page, metrics, validation_table(run, metrics));
  write_findings(page, run);
}

void write_runs_compared(Page& page, const std::vector<std::filesystem::path>& runs) {
  std::vector<nlohmann::json> curves;
  Table table{{"run", "validations", "best P", "R", "H", "epoch"}, {}};
  for (const std::filesystem::path& folder : runs) {
    const RunHistory run = read_run_history(folder);
    curves.push_back(series(read_metric_lines(folder), name_of_path(folder), "step", "val/hmean"));
    table.rows.push_back({word(name_of_path(folder)), count(run.validations.size())});
    const double none = std::numeric_limits<double>::quiet_NaN();
    const ValidationScore best = run.validations.empty() ? ValidationScore{-1, 0, none, none, none, "", 0} : run.validations[advice::best_validation(run)];
    for (const Cell& cell : {score(best.precision), score(best.recall), score(best.hmean), number(best.epoch < 0 ? none : static_cast<double>(best.epoch))}) table.rows.back().push_back(cell);
  }
  const nlohmann::json chart = line_chart("step", "H", curves);
  page.section("runs", "compared");
  if (chart.at("series").empty()) {
    page.table("Validation", table);
  } else {
    page.chart("Validation H (CLEval, mean over the images)", chart, table);
  }
}

}  // namespace docket::report
