#include "convert/staging.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>

namespace docket::convert {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_target(const fs::path& target) {
  throw Error(ErrorKind::config, target.string(),
              std::string(fs::is_directory(target) ? "is not empty" : "is there already") +
                  "; choose another --out or add --overwrite");
}

}  // namespace

Staging::Staging(fs::path target, bool overwrite) : target_(std::move(target)), overwrite_(overwrite) {
  if (target_.filename().empty()) target_ = target_.parent_path();  // a '/' at the end
  std::error_code ignored;
  const bool free = !fs::exists(fs::symlink_status(target_, ignored)) ||
                    (fs::is_directory(target_, ignored) && fs::is_empty(target_, ignored));
  if (!free && !overwrite_) refuse_target(target_);
  const fs::path folder = target_.parent_path().empty() ? "." : target_.parent_path();
  if (!fs::is_directory(folder, ignored))
    throw Error(ErrorKind::data, target_.string(), "its folder '" + folder.string() + "' does not exist");
  std::string pattern = (folder / ("." + target_.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw Error(ErrorKind::data, target_.string(), std::string("cannot be written: ") + std::strerror(errno));
  hidden_ = pattern;
}

Staging::~Staging() {
  std::error_code ignored;
  fs::remove_all(hidden_, ignored);
}

void Staging::commit(const std::string& prefix) {
  const bool folder_made = fs::is_directory(path());
  const bool folder_there = fs::is_directory(target_);
  if (folder_there && !folder_made) throw Error(ErrorKind::config, target_.string(), "is a folder; --out wants a file's name");
  if (fs::exists(target_) && folder_made && !folder_there)
    throw Error(ErrorKind::config, target_.string(), "is a file; --out wants a folder or a name that ends in .zip");
  if (const int handle = ::open(hidden_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); handle >= 0) {
    ::syncfs(handle);
    ::close(handle);
  }
  folder_there ? fill_folder(prefix) : move_in();
}

void Staging::fill_folder(const std::string& prefix) {
  if (!overwrite_ && !fs::is_empty(target_)) refuse_target(target_);
  std::vector<fs::path> stale;
  for (const auto& entry : fs::directory_iterator(target_)) {
    const fs::path name = entry.path().filename();
    if (name.string().starts_with(prefix) && name.extension() == ".txt" && !fs::exists(path() / name))
      stale.push_back(entry.path());
  }
  for (const auto& entry : fs::directory_iterator(path())) fs::rename(entry.path(), target_ / entry.path().filename());
  for (const fs::path& old : stale) fs::remove(old);
}

void Staging::move_in() {
  if (!overwrite_) {
    if (::renameat2(AT_FDCWD, path().c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0) return;
    if (errno == EEXIST) refuse_target(target_);
    if (errno != EINVAL && errno != ENOSYS)
      throw Error(ErrorKind::data, target_.string(), std::string("cannot be put in its place: ") + std::strerror(errno));
  }
  // Not every file system can refuse to replace.
  if (::rename(path().c_str(), target_.c_str()) != 0) {
    throw Error(ErrorKind::data, target_.string(), std::string("cannot be put in its place: ") + std::strerror(errno));
  }
}

}  // namespace docket::convert
