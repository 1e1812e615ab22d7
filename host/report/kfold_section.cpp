/// A folder of docket kfold: each fold's best validation, all curves, the score out of fold.
#include <cmath>

#include <docket/training/advice.hpp>
#include <docket/training/run_history_file.hpp>

#include "curves.hpp"
#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {

namespace {

void add_mean(Table& table, const std::vector<double>& hmeans) {
  double mean = 0, squares = 0;
  for (const double value : hmeans) mean += value / static_cast<double>(hmeans.size());
  for (const double value : hmeans) squares += (value - mean) * (value - mean);
  const double nothing = std::nan("");
  table.strong = table.rows.size();
  table.rows.push_back({word("mean"), number(nothing), number(nothing), score(nothing), score(nothing), score(mean)});
  if (hmeans.size() > 1)
    table.rows.push_back({word("standard deviation"), number(nothing), number(nothing), score(nothing), score(nothing), score(std::sqrt(squares / static_cast<double>(hmeans.size() - 1)))});
}

}  // namespace

void write_kfold(Page& page, const std::filesystem::path& folder) {
  const nlohmann::json plan = read_json_object(folder / "kfold.json");
  page.section("folds", name_of_path(folder));
  nlohmann::json names = nlohmann::json::array(), values = names;
  std::vector<nlohmann::json> curves;
  std::vector<double> hmeans;
  Table table{{"fold", "train images", "val images", "P", "R", "H"}, {}};
  for (const nlohmann::json& fold : plan.value("folds", nlohmann::json::array())) {
    const std::string name = text_at(fold, "/fold");
    double precision = std::nan(""), recall = precision, hmean = precision;
    const std::filesystem::path run_folder = folder / "runs" / (text_at(plan, "/run_stem") + "_fold" + name);
    if (std::filesystem::is_regular_file(run_folder / "metrics.jsonl")) {
      const RunHistory run = read_run_history(run_folder);
      curves.push_back(series(read_metric_lines(run_folder), "fold " + name, "epoch", "val/hmean"));
      if (!run.validations.empty()) {
        const ValidationScore& best = run.validations[advice::best_validation(run)];
        precision = best.precision, recall = best.recall, hmean = best.hmean;
        hmeans.push_back(hmean);
      }
    }
    names.push_back("fold " + name);
    values.push_back(plotted(hmean));
    table.rows.push_back({word("fold " + name), number(number_at(fold, "/train/images")), number(number_at(fold, "/val/images")), score(precision), score(recall), score(hmean)});
  }
  if (hmeans.empty()) {
    page.text("No fold has been validated yet.");
    page.table("The folds", table);
    return;
  }
  const Table folds = table;
  add_mean(table, hmeans);
  nlohmann::json chart{{"kind", "bars"}, {"x", ""}, {"y", "H"}, {"names", names}, {"series", {{{"name", "best validation H"}, {"values", values}}}}};
  const bool scored = std::filesystem::is_regular_file(folder / "out_of_fold_score.json");
  const nlohmann::json out_of_fold = scored ? read_json_object(folder / "out_of_fold_score.json") : nlohmann::json::object();
  if (const double hmean = number_at(out_of_fold, "/cleval/mean/hmean"); std::isfinite(hmean)) {
    const auto [low, high] = interval_at(out_of_fold, "/cleval/mean/interval/hmean");
    chart["level"] = {{"name", "out of fold " + score(hmean).text}, {"value", hmean}};
    if (std::isfinite(low) && std::isfinite(high)) chart["level"].update({{"low", low}, {"high", high}});
  }
  page.chart("Best validation of each fold (CLEval, mean over its images)", chart, table);
  const nlohmann::json lines = line_chart("epoch", "H", curves);
  if (!lines.at("series").empty()) page.chart("Validation H of the folds", lines, folds);
  if (scored) write_scores(page, out_of_fold, "Out of fold: each image by the model that did not see it");
}

}  // namespace docket::report
