#include "sections.hpp"

#include <docket/core/error.hpp>

namespace docket::report {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& folder, const char* file) {
  std::error_code ignored;
  return fs::is_regular_file(folder / file, ignored);
}

bool is_run(const fs::path& path) { return holds(path, "metrics.jsonl") || (holds(path, "config.toml") && holds(path, "manifest.json")); }

constexpr Kind known[] = {
    {"run", "a run (metrics.jsonl, config.toml)", is_run, write_run},
};

}  // namespace

std::span<const Kind> kinds() { return known; }

const Kind& kind_of(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(ErrorKind::data, path.string(), "is not there");
  for (const Kind& kind : known) {
    if (kind.fits(path)) return kind;
  }
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
