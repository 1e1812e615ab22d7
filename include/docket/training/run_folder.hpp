/// runs/<name>/: the files a run leaves, and the rule that none of them is overwritten by another run.
#pragma once

#include <sys/utsname.h>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>

namespace docket {

class RunFolder {
 public:
  /// A new folder; throws Error(config) when there is something already.
  static RunFolder create(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored) && !(std::filesystem::is_directory(path, ignored) && std::filesystem::is_empty(path, ignored))) {
      throw Error(ErrorKind::config, path.string(), "exists already; add --resume to continue this run, or choose another --name");
    }
    std::error_code problem;
    std::filesystem::create_directories(path / "checkpoints", problem);
    if (problem) throw Error(ErrorKind::data, path.string(), "cannot be made: " + problem.message());
    return RunFolder(path);
  }

  /// The folder of a run that was begun; throws Error(config) when it is none.
  static RunFolder open(const std::filesystem::path& path) {
    if (!std::filesystem::is_regular_file(path / "config.toml")) {
      throw Error(ErrorKind::config, path.string(), "holds no run to resume (no config.toml in it)");
    }
    std::filesystem::create_directories(path / "checkpoints");
    return RunFolder(path);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path checkpoints() const { return path_ / "checkpoints"; }
  [[nodiscard]] std::filesystem::path config_file() const { return path_ / "config.toml"; }

  void write_config(const std::string& toml) const { write_file_atomically(config_file(), toml); }
  /// Empty where there is none yet.
  [[nodiscard]] nlohmann::json manifest() const {
    std::ifstream file(path_ / "manifest.json");
    nlohmann::json parsed = nlohmann::json::parse(file, nullptr, false);
    return parsed.is_object() ? parsed : nlohmann::json::object();
  }
  void write_manifest(const nlohmann::json& manifest) const { write_file_atomically(path_ / "manifest.json", manifest.dump(2) + "\n"); }

  /// One line of metrics.jsonl.
  void add_metrics(const nlohmann::json& line) const {
    std::ofstream file(path_ / "metrics.jsonl", std::ios::app);
    file << line.dump() << "\n";
    if (!file.flush()) throw Error(ErrorKind::data, (path_ / "metrics.jsonl").string(), "cannot be written");
  }

  /// All lines of metrics.jsonl that can be read.
  [[nodiscard]] std::vector<nlohmann::json> metrics() const {
    std::vector<nlohmann::json> lines;
    std::ifstream file(path_ / "metrics.jsonl");
    for (std::string line; std::getline(file, line);) {
      nlohmann::json parsed = nlohmann::json::parse(line, nullptr, false);
      if (parsed.is_object()) lines.push_back(std::move(parsed));
    }
    return lines;
  }

  /// Drops metrics of steps after `step`, which a resumed run does again.
  void rewind_metrics(std::int64_t step) const {
    std::string kept;
    for (const nlohmann::json& line : metrics()) {
      if (line.value("step", std::int64_t{0}) <= step) kept += line.dump() + "\n";
    }
    write_file_atomically(path_ / "metrics.jsonl", kept);
  }

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

/// "2026-01-31T12:00:00Z"
[[nodiscard]] inline std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

/// The computer a run was made on, for the manifest. No host name: run folders are shared.
[[nodiscard]] inline nlohmann::json describe_machine() {
  const Machine machine = look_at_machine();
  utsname system{};
  ::uname(&system);
  return {{"processor", machine.cpu_name.empty() ? "unknown" : machine.cpu_name},
          {"cores", machine.cores},
          {"usable_cores", machine.usable_cores},
          {"memory_mb", machine.memory_bytes >> 20},
          {"system", std::string(system.sysname) + " " + system.release}};
}

}  // namespace docket
