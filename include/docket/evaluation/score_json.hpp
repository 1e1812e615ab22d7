/// The numbers of one score for programs.
#pragma once

#include <nlohmann/json.hpp>

#include <docket/evaluation/cleval_score.hpp>
#include <docket/evaluation/iou.hpp>

namespace docket::detail {

inline nlohmann::json score_json(double precision, double recall, double hmean) {
  return {{"precision", precision}, {"recall", recall}, {"hmean", hmean}};
}

inline nlohmann::json iou_json(const IouCounts& counts, const IouScore& score) {
  nlohmann::json json = score_json(score.precision, score.recall, score.hmean);
  json.update({{"words", counts.truths}, {"detections", counts.detections}, {"matched", counts.matched}});
  return json;
}

inline nlohmann::json cleval_json(const ClevalCounts& counts) {
  const ClevalScore score = cleval_score(counts);
  nlohmann::json json = score_json(score.precision, score.recall, score.hmean);
  json.update({{"num_char_gt", counts.num_char_gt},
               {"num_char_det", counts.num_char_det},
               {"num_char_tp", counts.num_char_tp},
               {"num_char_fp", counts.num_char_fp},
               {"num_char_overlapped", counts.num_char_overlapped},
               {"num_splitted", counts.num_splitted},
               {"num_merged", counts.num_merged},
               {"num_missed", counts.num_missed},
               {"num_false", counts.num_false},
               {"gran_score_recall", counts.gran_score_recall},
               {"gran_score_precision", counts.gran_score_precision}});
  return json;
}

}  // namespace docket::detail
