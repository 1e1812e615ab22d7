/// From folders to the list of plugins: note, fit, content hash, verdict of the probe, doubled names.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
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
#include <docket/plugins/probe.hpp>
#include <docket/plugins/probe_cache.hpp>
#include <docket/plugins/probe_program.hpp>

namespace docket {

struct ScanOptions {
  double probe_time_limit_s = 10;
  bool use_cache = true;  // false: every file is tried again, and the verdict replaced
  std::filesystem::path cache_folder = plugin_cache_folder();
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

/// Tries the files that fit by their notes and are not known yet, all in one go, in a child process.
inline void refuse_what_does_not_load(std::vector<PluginInfo>& plugins, std::span<const std::filesystem::path> folders,
                                      const ScanOptions& options) {
  const ProbeCache cache(options.cache_folder);
  std::map<std::string, std::optional<std::string>> verdicts;  // by content
  std::vector<ProbeJob> jobs;
  std::vector<std::string> hashes;
  for (PluginInfo& plugin : plugins) {
    if (plugin.refusal) continue;
    try {
      plugin.content_hash = cache.content_hash(plugin.path);
    } catch (const Error& error) {
      plugin.refusal = error.message();
      continue;
    }
    if (verdicts.contains(plugin.content_hash)) continue;
    const auto known = options.use_cache ? cache.verdict(plugin.content_hash) : std::nullopt;
    verdicts[plugin.content_hash] = known ? known->refusal : std::nullopt;
    if (known) continue;
    jobs.push_back({plugin.path, plugin.stage, std::nullopt});
    hashes.push_back(plugin.content_hash);
  }
  const auto program = jobs.empty() ? std::nullopt : find_probe_program(folders);
  if (program) probe(*program, jobs, options.probe_time_limit_s);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!program) jobs[i].refusal = "cannot be tried: there is no docket-probe beside docket or its plugins; name it in DOCKET_PROBE";
    else if (!jobs[i].probe_failed) cache.remember(hashes[i], jobs[i].refusal);
    verdicts[hashes[i]] = jobs[i].refusal;
  }
  for (PluginInfo& plugin : plugins) {
    if (!plugin.refusal) plugin.refusal = verdicts[plugin.content_hash];
  }
}

inline std::vector<PluginInfo> scan_folders(std::span<const std::filesystem::path> folders, const ScanOptions& options) {
  std::vector<PluginInfo> plugins;
  for (const std::filesystem::path& file : plugin_files(folders)) plugins.push_back(inspect(file));
  refuse_what_does_not_load(plugins, folders, options);
  refuse_doubled_names(plugins);
  return plugins;
}

}  // namespace detail

/// One file, as scan() would judge it on its own.
[[nodiscard]] inline PluginInfo examine_plugin(const std::filesystem::path& path, const ScanOptions& options = {}) {
  std::vector<PluginInfo> one = {detail::inspect(path)};
  const std::filesystem::path folders[] = {std::filesystem::absolute(path).parent_path()};
  detail::refuse_what_does_not_load(one, folders, options);
  return one.front();
}

}  // namespace docket
