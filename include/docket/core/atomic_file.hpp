/// Files that are either the old ones or whole: temporary file in the same folder, fsync, rename.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <docket/core/error.hpp>

namespace docket {

/// yes: what commit() wrote survives a power cut. no: after one the file may be empty, which a cache can live with.
enum class Sync { yes, no };

/// Writes `path` in pieces; nothing is seen under that name before commit(). Without commit() the temporary file goes away.
class AtomicFile {
 public:
  /// Throws Error(data) when the folder cannot be written.
  explicit AtomicFile(std::filesystem::path path) : path_(std::move(path)) {
    temporary_ = path_.parent_path() / ("." + path_.filename().string() + ".XXXXXX");
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail("cannot be written");
  }
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  /// Throws Error(data), as when the disk is full.
  void write(const void* data, std::size_t size) {
    const char* bytes = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t n = ::write(descriptor_, bytes, size);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("cannot be written");
      bytes += n;
      size -= static_cast<std::size_t>(n);
    }
  }
  void write(std::string_view text) { write(text.data(), text.size()); }

  /// Makes the file visible under its name, once. The rename is on disk too when this returns.
  void commit(Sync sync = Sync::yes) {
    const mode_t mask = ::umask(0);  // mkostemp made it private; give it the mode that any new file gets
    ::umask(mask);
    ::fchmod(descriptor_, 0666 & ~mask);
    if (sync == Sync::yes && ::fsync(descriptor_) != 0) fail("cannot be written");
    ::close(std::exchange(descriptor_, -1));
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot be written");
    temporary_.clear();
    if (sync == Sync::no) return;
    const std::string folder = path_.parent_path().empty() ? "." : path_.parent_path().string();
    if (const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); handle >= 0) {
      ::fsync(handle);
      ::close(handle);
    }
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw Error(ErrorKind::data, path_.string(), std::string(what) + ": " + std::strerror(errno));
  }

  std::filesystem::path path_;
  std::string temporary_;
  int descriptor_ = -1;
};

/// The whole of `text` as `path`, atomically.
inline void write_file_atomically(const std::filesystem::path& path, std::string_view text, Sync sync = Sync::yes) {
  AtomicFile file(path);
  file.write(text);
  file.commit(sync);
}

}  // namespace docket
