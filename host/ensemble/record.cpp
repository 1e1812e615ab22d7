#include "record.hpp"

#include <cstddef>

#include <docket/evaluation/scores_json.hpp>

namespace docket {

nlohmann::json ensemble_record(const ConfigDocument& config, const Members& members, const MergedImages& merged, const PredictionResults& results,
                               const std::optional<EnsembleGain>& gain) {
  nlohmann::json record{{"use", config.text("ensemble.use", "")}, {"images", members.images.size()}, {"members", nlohmann::json::array()},
                        {"groups_by_votes", merged.groups_by_votes}, {"kept", merged.word_count()},
                        {"predictions", results.json().string()}, {"submission", results.csv().string()}};
  record["options"] = nlohmann::json::object();
  if (const ConfigNode* section = config.root().child("ensemble")) {
    for (const auto& [name, node] : section->in_order()) {
      if (name != "use") record["options"][name] = node->value;
    }
  }
  for (std::size_t m = 0; m < members.files.size(); ++m) {
    record["members"].push_back({{"file", members.files[m]}, {"boxes", members.predictions[m].word_count()}});
    if (gain) record["members"].back()["scores"] = scores_json(gain->members[m]);
  }
  if (gain) {
    record["ensemble"] = scores_json(gain->ensemble);
    record["best"] = gain->best;
    record["gain"] = difference_json(gain->ensemble, gain->members[gain->best], members.files[gain->best]);
    record["verdict"] = gain_verdict(*gain, members);
  }
  return record;
}

}  // namespace docket
