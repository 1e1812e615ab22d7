#include "plan.hpp"

#include <fstream>
#include <map>
#include <set>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/folds/image_pool.hpp>
#include <docket/training/data_set_options.hpp>

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

Error changed(const fs::path& file, const std::string& what) {
  return Error(ErrorKind::config, file.string(), what + "; make the split again (docket kfold split)");
}

/// One file of annotations, checked; its image names.
std::set<std::string> expect_annotations(const fs::path& file, const std::string& sha256, std::size_t images) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) throw changed(file, "is missing");
  if (sha256_of_file(file) != sha256) throw changed(file, "is not as the split made it");
  std::set<std::string> names;
  for (const folds::PoolImage& image : folds::read_image_pool({file}).images) names.insert(image.name);
  if (names.size() != images) throw changed(file, "has " + std::to_string(names.size()) + " images, and the split made " + std::to_string(images));
  return names;
}

void expect_own_data(const ConfigDocument& preset, const fs::path& file, const std::string& section, const fs::path& annotations) {
  const DataSetOptions sets = read_data_set_options(preset, section);
  std::error_code ignored;
  if (sets.annotations.size() == 1 && fs::weakly_canonical(sets.annotations.front(), ignored) == fs::weakly_canonical(annotations, ignored)) return;
  throw Error(ErrorKind::config, preset.origin(section + ".annotations").where(),
              section + ".annotations names '" + sets.annotations.front() + "', and the fold's file is '" + annotations.string() +
                  "'; paths are relative to the folder that 'docket kfold split' was called in" + (file.is_absolute() ? "" : ", call docket there"));
}

}  // namespace

nlohmann::json plan_json(const Plan& plan) {
  nlohmann::json json = {{"run_stem", plan.run_stem}, {"settings", plan.settings}, {"folds", nlohmann::json::array()}};
  const auto inside = [&](const fs::path& path) { return path.lexically_relative(plan.folder).generic_string(); };
  for (const FoldFiles& fold : plan.folds) {
    json["folds"].push_back({{"fold", fold.number},
                             {"preset", fold.preset.empty() ? "" : inside(fold.preset)},
                             {"train", {{"annotations", inside(fold.train)}, {"sha256", fold.train_sha256}, {"images", fold.train_images}}},
                             {"val", {{"annotations", inside(fold.val)}, {"sha256", fold.val_sha256}, {"images", fold.val_images}}}});
  }
  return json;
}

Plan read_plan(const fs::path& folder) {
  const fs::path file = folder / plan_file;
  std::ifstream in(file);
  if (!in) throw Error(ErrorKind::config, folder.string(), "holds no folds (no kfold.json in it); make them with 'docket kfold split ... --out " + folder.string() + "'");
  Plan plan{folder, {}, {}, {}};
  try {
    const nlohmann::json json = nlohmann::json::parse(in);
    plan.run_stem = json.at("run_stem").get<std::string>();
    plan.settings = json.at("settings");
    for (const nlohmann::json& entry : json.at("folds")) {
      FoldFiles fold{entry.at("fold"), folder / entry.at("train").at("annotations"), folder / entry.at("val").at("annotations"), {}, entry.at("train").at("sha256"),
                     entry.at("val").at("sha256"), entry.at("train").at("images"), entry.at("val").at("images")};
      if (const std::string preset = entry.at("preset"); !preset.empty()) fold.preset = folder / preset;
      plan.folds.push_back(std::move(fold));
    }
  } catch (const nlohmann::json::exception& error) {
    throw changed(file, error.what());
  }
  std::map<std::string, std::size_t> held_out;
  for (const FoldFiles& fold : plan.folds) {
    const std::set<std::string> training = expect_annotations(fold.train, fold.train_sha256, fold.train_images);
    for (const std::string& name : expect_annotations(fold.val, fold.val_sha256, fold.val_images)) {
      if (training.contains(name)) throw changed(fold.val, "holds out '" + name + "', which the fold trains on");
      const auto [first, is_new] = held_out.emplace(name, fold.number);
      if (!is_new) throw changed(fold.val, "holds out '" + name + "', which fold " + std::to_string(first->second) + " holds out too");
    }
    if (fold.preset.empty()) continue;
    const ConfigDocument preset = ConfigDocument::load(fold.preset);
    expect_own_data(preset, fold.preset, "data.train", fold.train);
    expect_own_data(preset, fold.preset, "data.val", fold.val);
  }
  return plan;
}

void expect_presets(const Plan& plan) {
  if (plan.folds.empty() || plan.folds.front().preset.empty()) {
    throw Error(ErrorKind::config, (plan.folder / plan_file).string(), "was made without a pipeline, so there is nothing to train; make the split again with one");
  }
}

}  // namespace docket::kfold
