/// ensemble.json: what `docket ensemble` did, for programs and for `docket report`.
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include <docket/config/config_document.hpp>

#include "../predict/results.hpp"
#include "gain.hpp"
#include "members.hpp"
#include "merge.hpp"

namespace docket {

/// {"use", "options": the section [ensemble] as given, "images", "members": [{"file", "boxes"}], "groups_by_votes": [v]: groups with v votes,
/// "kept": boxes, "predictions", "submission"}; with a gain also each member's "scores", and "ensemble": scores_json, "best": the member's
/// index, "gain": difference_json to it, "verdict".
[[nodiscard]] nlohmann::json ensemble_record(const ConfigDocument& config, const Members& members, const MergedImages& merged,
                                             const PredictionResults& results, const std::optional<EnsembleGain>& gain);

}  // namespace docket
