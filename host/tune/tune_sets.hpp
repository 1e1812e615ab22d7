/// On what settings are scored: pictures with truth, and the network that makes their maps.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <docket/plugins/catalog.hpp>
#include <docket/search/map_store.hpp>
#include <docket/training/data_sets.hpp>

#include "../command_line.hpp"
#include "tune_request.hpp"
#include "tuner.hpp"

namespace docket::tune {

struct TuneSet {
  std::string name;  // "val", "train", "fold 0"
  std::shared_ptr<const Tuner> tuner;
  LoadedData data;
  std::shared_ptr<const MapStore> store;
  std::vector<std::string> hashes;  // SHA-256 of each picture's file, in the order of data.pictures
};

/// The plugin that [postprocess] names, in the first fold's checkpoint where there are folds: read before any picture and network.
[[nodiscard]] std::string postprocessor_of(const TuneRequest& request, const std::vector<std::string>& words);

/// The splits of one pipeline, `check` last where the request has one; or every fold, with its own best checkpoint and what it holds
/// out. `words` override the pipeline's keys. Warns of pictures that two sets share. Throws docket::Error.
[[nodiscard]] std::vector<TuneSet> load_sets(const TuneRequest& request, const std::vector<std::string>& words, const CommandLine& line, const Catalog& catalog);

}  // namespace docket::tune
