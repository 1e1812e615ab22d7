/// Remembers content hashes and verdicts of plugin files in $XDG_CACHE_HOME/docket/plugins. A lost, damaged or unwritable cache
/// only costs time; concurrent processes write whole files under the same names.
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include <docket/build_info.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/hash.hpp>
#include <docket/plugins/abi.h>
#include <docket/plugins/fingerprint.hpp>

namespace docket {

/// $XDG_CACHE_HOME/docket/plugins, else ~/.cache/docket/plugins; empty where neither is set.
[[nodiscard]] inline std::filesystem::path plugin_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::filesystem::path(cache) / "docket" / "plugins";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::filesystem::path(home) / ".cache" / "docket" / "plugins";
  return {};
}

namespace detail {

class ProbeCache {
 public:
  struct Verdict {
    std::optional<std::string> refusal;
  };

  explicit ProbeCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// SHA-256 of the file; of a file that did not change since the last time, without reading it. Throws Error(data).
  std::string content_hash(const std::filesystem::path& path) const {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return sha256_of_file(path);
    const nlohmann::json stamp = {nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), status.st_size, status.st_ino, status.st_dev};
    const std::string name = "file-" + sha256(std::filesystem::absolute(path).string()).substr(0, 32);
    const nlohmann::json known = read(name);
    if (known.is_object() && known.value("stamp", nlohmann::json()) == stamp && known.contains("hash") && known["hash"].is_string()) {
      return known["hash"];
    }
    std::string hash = sha256_of_file(path);
    // A file that changed a moment ago may change once more within the same tick of the file system's clock.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t age_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() - nanoseconds(status.st_ctim);
    if (age_ns > 50'000'000) write(name, {{"path", path.string()}, {"stamp", stamp}, {"hash", hash}});
    return hash;
  }

  [[nodiscard]] std::optional<Verdict> verdict(const std::string& hash) const {
    const nlohmann::json known = read(verdict_name(hash));
    if (!known.is_object() || !known.contains("refusal")) return std::nullopt;
    if (known["refusal"].is_null()) return Verdict{};
    if (known["refusal"].is_string()) return Verdict{known["refusal"].get<std::string>()};
    return std::nullopt;
  }

  void remember(const std::string& hash, const std::optional<std::string>& refusal) const {
    write(verdict_name(hash), {{"refusal", refusal ? nlohmann::json(*refusal) : nlohmann::json()}});
  }

 private:
  static std::int64_t nanoseconds(const timespec& time) { return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

  /// A verdict holds for one content and one host.
  static std::string verdict_name(const std::string& hash) {
    static const std::string host =
        sha256(std::string(DOCKET_VERSION) + " " + std::to_string(DOCKET_ABI_MAJOR) + "." + std::to_string(DOCKET_ABI_MINOR) + " " +
               std::string(own_fingerprint.libtorch) + " " + std::string(own_fingerprint.compiler) + " " + std::string(own_fingerprint.headers))
            .substr(0, 16);
    return "verdict-" + hash + "-" + host;
  }

  [[nodiscard]] nlohmann::json read(const std::string& name) const {
    if (folder_.empty()) return {};
    std::ifstream file(folder_ / name);
    return file ? nlohmann::json::parse(file, nullptr, false) : nlohmann::json();
  }

  void write(const std::string& name, const nlohmann::json& entry) const {
    if (folder_.empty()) return;
    try {
      std::error_code problem;
      std::filesystem::create_directories(folder_, problem);
      write_file_atomically(folder_ / name, entry.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n", Sync::no);
    } catch (const std::exception&) {  // read-only home, full disk: the next scan asks the file again
    }
  }

  std::filesystem::path folder_;
};

}  // namespace detail
}  // namespace docket
