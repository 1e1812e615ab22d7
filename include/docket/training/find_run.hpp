/// The folder of a run, by what the user typed.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

namespace docket {

namespace detail {

/// The run folders directly in `folder`, sorted.
[[nodiscard]] inline std::vector<std::string> runs_in(const std::filesystem::path& folder) {
  std::set<std::string> runs;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder.empty() ? "." : folder, problem)) {
    if (std::filesystem::is_regular_file(entry.path() / "config.toml", problem))
      runs.insert((folder / entry.path().filename()).string());
  }
  return {runs.begin(), runs.end()};
}

[[nodiscard]] inline std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace detail

/// Throws Error(config) that names what was probably meant, unless `folder` holds a run.
inline void expect_run(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_regular_file(folder / "config.toml", ignored)) return;
  if (!fs::exists(folder, ignored)) {
    std::vector<std::string> known = detail::runs_in(folder.parent_path());
    for (const std::string& run : detail::runs_in("runs")) known.push_back(run);
    for (const std::string& run : known) {
      if (fs::path(run).filename() == folder.filename())
        throw Error(ErrorKind::config, folder.string(), "there is no such folder; did you mean '" + run + "'?");
    }
    throw Error(ErrorKind::config, folder.string(),
                "there is no such folder" + (known.empty() ? std::string() : suggestion(folder.string(), known)));
  }
  if (!fs::is_directory(folder, ignored))
    throw Error(ErrorKind::config, folder.string(), "is a file; wanted the folder of a run that 'docket train' made");
  const std::vector<std::string> inside = detail::runs_in(folder);
  throw Error(ErrorKind::config, folder.string(),
              "holds no run (no config.toml in it)" + (inside.empty() ? std::string() : "; there are: " + detail::joined(inside)));
}

}  // namespace docket
