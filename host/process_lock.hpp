/// Says on this machine that somebody works on something: held by a program and by those it gives it to, gone when all of them are.
#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <docket/core/error.hpp>

namespace docket {

class ProcessLock {
 public:
  /// Nothing where another process holds it. Throws Error(data) when the file cannot be made.
  [[nodiscard]] static std::optional<ProcessLock> take(const std::filesystem::path& file) {
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) throw Error(ErrorKind::data, file.string(), "cannot be written");
    ProcessLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
    return lock;
  }
  ProcessLock(ProcessLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ProcessLock& operator=(ProcessLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~ProcessLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  /// A child that keeps it open holds the lock too.
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  explicit ProcessLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace docket
