/// From folders to the list of plugins: note, fit, content hash, verdict of the probe, doubled names.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/plugins/info.hpp>
#include <docket/plugins/judge.hpp>
#include <docket/plugins/note_reader.hpp>

namespace docket {

struct ScanOptions {
  double probe_time_limit_s = 10;
};

namespace detail {

/// What the file says about itself, and whether that fits; runs no code of it.
inline PluginInfo inspect(const std::filesystem::path& path) {
  PluginInfo info;
  info.path = path;
  info.name = path.stem().string();
  NoteOrReason note = read_note(path);
  if (!note.reason.empty()) {
    info.refusal = std::move(note.reason);
    return info;
  }
  try {
    parse_note(note.text, info);
    info.refusal = judge(info);
  } catch (const std::exception& error) {
    info.refusal = std::string("its docket note is damaged: ") + error.what();
  }
  return info;
}

inline std::vector<std::filesystem::path> plugin_files(std::span<const std::filesystem::path> folders) {
  std::vector<std::filesystem::path> files;
  std::set<std::filesystem::path> seen;
  for (const std::filesystem::path& folder : folders) {
    std::error_code problem;
    std::vector<std::filesystem::path> here;
    for (auto entry = std::filesystem::directory_iterator(folder, problem); !problem && entry != std::filesystem::directory_iterator();
         entry.increment(problem)) {
      if (entry->path().extension() == ".so") here.push_back(entry->path());
    }
    std::sort(here.begin(), here.end());
    for (std::filesystem::path& file : here) {
      auto real = std::filesystem::weakly_canonical(file, problem);
      if (seen.insert(problem ? file : real).second) files.push_back(std::move(file));
    }
  }
  return files;
}

/// The first of a stage and name is used; the others say so.
inline void refuse_doubled_names(std::vector<PluginInfo>& plugins) {
  std::map<std::pair<std::string, std::string>, std::filesystem::path> taken;
  for (PluginInfo& plugin : plugins) {
    if (plugin.refusal) continue;
    const auto [first, fresh] = taken.try_emplace({plugin.stage, plugin.name}, plugin.path);
    if (!fresh) {
      plugin.refusal = "the " + plugin.stage + " '" + plugin.name + "' is already taken by " + first->second.string() +
                       ", which comes first; rename or remove one of them";
    }
  }
}

inline std::vector<PluginInfo> scan_folders(std::span<const std::filesystem::path> folders, const ScanOptions&) {
  std::vector<PluginInfo> plugins;
  for (const std::filesystem::path& file : plugin_files(folders)) plugins.push_back(inspect(file));
  refuse_doubled_names(plugins);
  return plugins;
}

}  // namespace detail
}  // namespace docket
