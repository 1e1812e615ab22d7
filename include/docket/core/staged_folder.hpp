/// A new folder that appears whole or not at all: made under a hidden name beside its place, then renamed.
#pragma once

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include <docket/core/error.hpp>

namespace docket {

class StagedFolder {
 public:
  /// Makes the folders around `target` where they are missing. Throws Error(config) when there is something at `target` other than an
  /// empty folder, Error(data) when the folder around it cannot be written.
  explicit StagedFolder(std::filesystem::path target) : target_(std::move(target)) {
    if (target_.filename().empty()) target_ = target_.parent_path();
    std::error_code problem;
    if (std::filesystem::exists(target_, problem) && !(std::filesystem::is_directory(target_, problem) && std::filesystem::is_empty(target_, problem)))
      throw Error(ErrorKind::config, target_.string(), "exists already; name another folder");
    std::filesystem::create_directories(target_.parent_path().empty() ? "." : target_.parent_path(), problem);
    std::string hidden = (target_.parent_path() / ("." + target_.filename().string() + ".XXXXXX")).string();
    if (problem || ::mkdtemp(hidden.data()) == nullptr) {
      throw Error(ErrorKind::data, target_.string(), "cannot be made: " + (problem ? problem.message() : std::string(std::strerror(errno))));
    }
    hidden_ = hidden;
  }
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  ~StagedFolder() {
    std::error_code ignored;
    if (!hidden_.empty()) std::filesystem::remove_all(hidden_, ignored);
  }

  /// Where to make its files.
  [[nodiscard]] const std::filesystem::path& path() const { return hidden_; }

  /// Gives it its name, once. Throws Error(data), also when something came there meanwhile.
  void commit() {
    const mode_t mask = ::umask(0);  // mkdtemp made it private; give it the mode that any new folder gets
    ::umask(mask);
    ::chmod(hidden_.c_str(), 0777 & ~mask);
    if (std::rename(hidden_.c_str(), target_.c_str()) != 0) throw Error(ErrorKind::data, target_.string(), std::string("cannot be made: ") + std::strerror(errno));
    hidden_.clear();
  }

 private:
  std::filesystem::path target_, hidden_;
};

}  // namespace docket
