/// A file that appears whole or not at all: written under a hidden name beside its place, flushed to the disk, then renamed.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <docket/core/error.hpp>

namespace docket {

class ResultFile {
 public:
  /// Creates the hidden file; throws Error(other) when it cannot, or when another program is writing the same result.
  explicit ResultFile(std::filesystem::path target) : target_(std::move(target)) {
    hidden_ = hidden_name(target_);
    descriptor_ = ::open(hidden_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail("cannot be created");
  }
  ResultFile(ResultFile&& other) noexcept
      : target_(std::move(other.target_)), hidden_(std::move(other.hidden_)), waiting_(std::move(other.waiting_)),
        descriptor_(std::exchange(other.descriptor_, -1)) {}
  ResultFile& operator=(ResultFile&&) = delete;
  /// Without commit() nothing is left behind.
  ~ResultFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(hidden_.c_str());
  }

  [[nodiscard]] const std::filesystem::path& path() const { return target_; }

  /// The name beside `target` under which it is written.
  [[nodiscard]] static std::filesystem::path hidden_name(const std::filesystem::path& target) {
    return target.parent_path() / ("." + target.filename().string() + ".partial");
  }

  void write(std::string_view text) {
    constexpr std::size_t enough = 1 << 16;
    waiting_ += text;
    if (waiting_.size() >= enough) flush();
  }

  /// Puts the file in its place. Throws Error(other) rather than overwrite a file that came there meanwhile.
  void commit() {
    flush();
    if (::fsync(descriptor_) != 0) fail("cannot be written");
    // link() refuses an existing target, rename() replaces it; not every file system has links.
    if (::link(hidden_.c_str(), target_.c_str()) == 0) {
      ::unlink(hidden_.c_str());
    } else if (errno == EEXIST || ::access(target_.c_str(), F_OK) == 0 || ::rename(hidden_.c_str(), target_.c_str()) != 0) {
      fail("cannot be put in its place");
    }
    ::close(std::exchange(descriptor_, -1));
  }

 private:
  void flush() {
    std::string_view rest = waiting_;
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail("cannot be written");
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    waiting_.clear();
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::other, target_.string(), what + ": " + std::strerror(errno));
  }

  std::filesystem::path target_;
  std::filesystem::path hidden_;
  std::string waiting_;
  int descriptor_ = -1;
};

}  // namespace docket
