#include "sections.hpp"

#include <docket/core/error.hpp>

#include "inputs.hpp"

namespace docket::report {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& folder, const char* file) {
  std::error_code ignored;
  return fs::is_regular_file(folder / file, ignored);
}

bool is_run(const fs::path& path) { return holds(path, "metrics.jsonl") || (holds(path, "config.toml") && holds(path, "manifest.json")); }

bool is_kfold(const fs::path& path) { return holds(path, "kfold.json"); }

bool is_campaign(const fs::path& path) { return holds(path, "campaign.json"); }

bool is_ensemble(const fs::path& path) { return holds(path, "ensemble.json"); }

bool is_tune(const fs::path& path) { return holds(path, "tune.json"); }

bool is_sweep(const fs::path& path) {
  std::error_code ignored;
  return path.extension() == ".db" && fs::is_regular_file(path, ignored);
}

/// Throws for a .json file that is none.
bool is_evaluate(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored) || path.extension() != ".json") return false;
  const nlohmann::json json = read_json_object(path);
  return json.contains("cleval") && json.contains("iou") && json.contains("images");
}

constexpr Kind known[] = {
    {"run", "a run (metrics.jsonl, config.toml)", is_run, write_run},
    {"folds", "a folder of docket kfold (kfold.json)", is_kfold, write_kfold},
    {"campaign", "one of docket run (campaign.json)", is_campaign, write_campaign},
    {"sweep", "the study of docket sweep (.db)", is_sweep, write_sweep},
    {"tune", "one of docket tune (tune.json)", is_tune, write_tune},
    {"ensemble", "one of docket ensemble (ensemble.json)", is_ensemble, write_ensemble},
    {"evaluate", "the JSON of docket evaluate", is_evaluate, write_evaluate},
};

}  // namespace

std::span<const Kind> kinds() { return known; }

const Kind* find_kind(const fs::path& path) {
  for (const Kind& kind : known) {
    if (kind.fits(path)) return &kind;
  }
  return nullptr;
}

const Kind& kind_of(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(ErrorKind::data, path.string(), "is not there");
  if (const Kind* found = find_kind(path)) return *found;
  std::string signs;
  for (const Kind& kind : known) signs += (signs.empty() ? "" : ", ") + std::string(kind.sign);
  throw Error(ErrorKind::data, path.string(), std::string(fs::is_directory(path, ignored) ? "is a folder" : "is a file") + " that docket report does not know; it draws " + signs);
}

std::string name_of_path(const fs::path& path) {
  fs::path whole = fs::absolute(path).lexically_normal();
  if (whole.filename().empty()) whole = whole.parent_path();
  return whole.filename().string();
}

}  // namespace docket::report
