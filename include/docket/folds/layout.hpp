/// What the files of a split are called: the layouts of the reference system (reference-system.md row 55).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/folds/image_pool.hpp>
#include <docket/folds/split.hpp>

namespace docket::folds {

/// Named after the folders that the reference system keeps them in.
/// kfold_results_v2, kfold_results: fold_<i>/{train,val}.json; jsons_kfold: fold<i>_{train,val}.json and fold_info.json;
/// kfold_splits: {train,val}_fold_<i>.json and fold_mapping.json.
inline constexpr std::array layouts{"kfold_results_v2", "jsons_kfold", "kfold_splits", "kfold_results"};

/// Throws Error(config).
inline void expect_layout(const std::string& layout) {
  for (const char* known : layouts) {
    if (layout == known) return;
  }
  throw Error(ErrorKind::config, "--layout", "unknown layout '" + layout + "'" + suggestion(layout, layouts));
}

/// Relative to the split's folder; `part` is "train" or "val".
[[nodiscard]] inline std::string annotation_file(std::string_view layout, std::size_t fold, const std::string& part) {
  const std::string number = std::to_string(fold);
  if (layout == "jsons_kfold") return "fold" + number + "_" + part + ".json";
  if (layout == "kfold_splits") return part + "_fold_" + number + ".json";
  return "fold_" + number + "/" + part + ".json";
}

/// The layout's list of folds; empty where it has none.
[[nodiscard]] inline std::string list_file(std::string_view layout) {
  return layout == "jsons_kfold" ? "fold_info.json" : layout == "kfold_splits" ? "fold_mapping.json" : "";
}

/// fold_info.json: counts and names of the images that each fold holds out; fold_mapping.json: the fold that holds out each image.
[[nodiscard]] inline std::string list_text(std::string_view layout, const ImagePool& pool, const std::vector<HeldOut>& folds, std::uint32_t seed) {
  nlohmann::ordered_json list;
  if (layout == "jsons_kfold") list = {{"n_folds", folds.size()}, {"seed", seed}, {"total_images", pool.images.size()}, {"folds", nlohmann::json::array()}};
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    std::vector<std::string> names;
    for (const std::size_t image : folds[fold]) names.push_back(pool.images[image].name);
    if (layout == "jsons_kfold") {
      list["folds"].push_back({{"fold", fold}, {"train_images", pool.images.size() - names.size()}, {"val_images", names.size()}, {"val", names}});
    } else {
      for (const std::string& name : names) list[name] = fold;
    }
  }
  return list.dump(1) + "\n";
}

}  // namespace docket::folds
