/// A folder of docket ensemble: the votes, what each member found, what the ensemble gains.
#include <cmath>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>

#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {
namespace {

void add_votes(Page& page, const nlohmann::json& groups_by_votes) {
  nlohmann::json names = nlohmann::json::array(), groups = names;
  double all = 0;
  for (const nlohmann::json& count : groups_by_votes) all += count.get<double>();
  if (!(all > 0)) return;
  Table table{{"votes", "groups", "%"}, {}};
  for (std::size_t votes = 1; votes < groups_by_votes.size(); ++votes) {
    const double count = groups_by_votes[votes].get<double>();
    names.push_back(std::to_string(votes));
    groups.push_back(count);
    table.rows.push_back({number(static_cast<double>(votes)), number(count), number(std::round(1000 * count / all) / 10)});
  }
  page.chart("Groups of overlapping boxes by the votes they got, those dropped among them",
             {{"kind", "bars"}, {"x", "votes"}, {"y", "groups"}, {"names", names}, {"series", {{{"name", "groups"}, {"values", groups}}}}}, table);
}

std::vector<Cell> scored_row(const std::string& name, double boxes, const nlohmann::json& scores, nlohmann::json& names, nlohmann::json& points) {
  const auto [low, high] = interval_at(scores, "/cleval/mean/interval/hmean");
  const double hmean = number_at(scores, "/cleval/mean/hmean");
  names.push_back(name);
  points.push_back({plotted(hmean), plotted(low), plotted(high)});
  return {word(name), number(boxes), score(number_at(scores, "/cleval/mean/precision")), score(number_at(scores, "/cleval/mean/recall")), score(hmean), score(number_at(scores, "/iou/hmean"))};
}

void add_scores(Page& page, const nlohmann::json& record) {
  nlohmann::json names = nlohmann::json::array(), points = names;
  Table table{{"", "boxes", "CLEval P", "R", "H", "IoU H"}, {}};
  for (const nlohmann::json& member : record.at("members"))
    table.rows.push_back(scored_row(text_at(member, "/file"), number_at(member, "/boxes"), member.value("scores", nlohmann::json::object()), names, points));
  table.strong = table.rows.size();
  table.rows.push_back(scored_row("the ensemble", number_at(record, "/kept"), record.at("ensemble"), names, points));
  page.chart("H (CLEval, mean over images) of the members and the ensemble", {{"kind", "intervals"}, {"x", "H"}, {"names", names}, {"points", points}}, table);
}

}  // namespace

void write_ensemble(Page& page, const std::filesystem::path& folder) {
  const nlohmann::json record = read_json_object(folder / "ensemble.json");
  if (!record.contains("members") || !record["members"].is_array()) throw Error(ErrorKind::data, (folder / "ensemble.json").string(), "lists no members");
  page.section("ensemble", name_of_path(folder));
  page.facts({{"ensembler", text_at(record, "/use")}, {"options", tried_text(record.value("options", nlohmann::json::object()))},
              {"members", grouped(record["members"].size())}, {"images", text_at(record, "/images")}, {"boxes kept", text_at(record, "/kept")}, {"submission", text_at(record, "/submission")}});
  add_votes(page, record.value("groups_by_votes", nlohmann::json::array()));
  if (record.contains("ensemble")) {
    number_at(record, "/gain/cleval_mean/difference") < 0 ? page.warning(text_at(record, "/verdict")) : page.text(text_at(record, "/verdict"));
    add_scores(page, record);
    return;
  }
  Table table{{"member", "boxes"}, {}};
  for (const nlohmann::json& member : record["members"]) table.rows.push_back({word(text_at(member, "/file")), number(number_at(member, "/boxes"))});
  page.table("The members", table);
}

}  // namespace docket::report
